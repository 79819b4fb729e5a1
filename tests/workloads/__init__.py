"""Models of the kinds that people bring, each in three frameworks from the same weights.

They are written as own workload files are, with every default that differs spelled out.

`residual`: Convolutions with batch normalisation and residual blocks.
`dropout`: Dropout after both hidden layers, and noise on the inputs from a generator of the model's own.
`recurrent`: An LSTM over short sequences.
`tied`: A tiny language model whose output layer is its embedding; some labels do not count.
`told_its_mode`: A forward that takes its mode as an argument, and keeps state that no gradient moves.
`tokens`: Writes a workload whose models lie in a neighbour with the name of one of our packages.
"""
