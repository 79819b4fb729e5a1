"""The only rooms that import a framework: what an engine must do, the engines, what sees them compile.

Only a worker imports this room.

`dynamo_words`: Dynamo's texts as words for people: why a graph broke, and why something is compiled
    again.
`engine`: What an engine must do, and what sees it compile: the contract between a job and a framework.
`forward`: How a model's forward is told whether it trains, and how a model's function is told the seed.
`jax_compiles`: Sees what JAX compiles: tracing to a jaxpr, lowering to StableHLO, and XLA's
    compilation.
`jax_engine`: JAX: a Flax NNX model, an Optax optimizer, one jitted step that is given its state's
    buffers.
`jax_memory`: The state of a JAX model in buffers of their own: a step that is given a buffer twice is
    refused.
`jax_optimizers`: Optax' own transformations, chained as each rule has them, with one learning rate at
    the end.
`jax_tables`: What a Flax NNX model asks its embedding tables for.
`keras_compiles`: Sees what `tf.function` does on the first call of a step in a mode: tracing, then
    compiling.
`keras_engine`: Keras on TensorFlow: a Keras model and optimizer, a `GradientTape` step under
    `tf.function`.
`keras_optimizers`: Keras optimizers that are, step for step, those of PyTorch and Optax.
`keras_tables`: What a Keras model asks its embedding tables for.
`load`: Which modules make up each framework's engine, imported only inside a worker.
`pytorch_at_rest`: A torch model in evaluation mode, which is afterwards what it was, to the bit.
`pytorch_compiles`: Sees what torch.compile does inside a training step: Dynamo, AOTAutograd and the
    backend.
`pytorch_engine`: PyTorch: eager by default, `torch.compile` on the loss function, fused optimizers.
`pytorch_gpu`: What PyTorch's users do for speed where there is a GPU: memory that it reads by itself, and
    layouts.
`pytorch_memory`: Parameters of a PyTorch model in memory of their own, as the other frameworks have
    them.
`pytorch_optimizers`: PyTorch's own optimizers, fused where there is a fused one; clipping and schedule
    come before a step.
`pytorch_tables`: What a PyTorch model asks its embedding tables for.
`pytorch_whole_step`: A whole step as one compiled graph: forward, backward and optimizer, over the
    optimizer's own state.
`stacked`: Batches as one array each of inputs and labels, for a program that makes several steps.
`table_look`: Sees which entries a model asks its embedding tables for, before it trains.
"""
