"""The only rooms that import a framework: what an engine must do, the engines, what sees them compile.

Only a worker imports this room.

`debugging`: What a demo's cell must know of a framework: its wrappers, its tracers, its traceback filter.
`dynamo_words`: Dynamo's texts as words for people: why a graph broke, and why something is compiled
    again.
`engine`: What an engine must do, and what sees it compile: the contract between a job and a framework.
`forward`: How a model's forward is told whether it trains, and how a model's function is told the seed.
`jax_compiles`: Sees what JAX compiles: tracing to a jaxpr, lowering to StableHLO, and XLA's
    compilation.
`jax_debugging`: JAX with Flax NNX as a demo's cell sees it.
`jax_engine`: JAX: a Flax NNX model, an Optax optimizer, one jitted step that is given its state's
    buffers.
`jax_memory`: The state of a JAX model in buffers of their own: a step that is given a buffer twice is
    refused.
`jax_optimizers`: Optax' own transformations, chained as each rule has them, with one learning rate at
    the end.
`jax_precision`: A Flax NNX model in bfloat16, and which products it makes of which type.
`jax_tables`: What a Flax NNX model asks its embedding tables for.
`keras_compiles`: Sees what `tf.function` does on the first call of a step in a mode: tracing, then
    compiling.
`keras_debugging`: Keras on TensorFlow as a demo's cell sees it.
`keras_engine`: Keras on TensorFlow: a Keras model and optimizer, a `GradientTape` step under
    `tf.function`.
`keras_fit`: The trainer's own function: what `model.fit` runs for each `steps_per_execution` batches,
    and its losses.
`keras_optimizers`: Keras optimizers that are, step for step, those of PyTorch and Optax.
`keras_products`: Which products a traced Keras model makes, and of which type.
`keras_programs`: What `tf.function` has traced, held for each shape and type: finding it anew at
    every call costs a small step a part of its time.
`keras_tables`: What a Keras model asks its embedding tables for.
`keras_untracked`: Variables that a Keras model's layers hold and that Keras does not count among the
    model's.
`load`: Which modules make up each framework's engine, imported only inside a worker.
`products`: What a lane computes its products in: matrix products and convolutions, counted as the
    model makes them.
`pytorch_at_rest`: A torch model in evaluation mode, which is afterwards what it was, to the bit.
`pytorch_compiles`: Sees what torch.compile does inside a training step: Dynamo, AOTAutograd and the
    backend.
`pytorch_debugging`: PyTorch as a demo's cell sees it.
`pytorch_engine`: PyTorch: eager by default, `torch.compile` on the loss function, fused optimizers.
`pytorch_gpu`: What PyTorch's users do for speed where there is a GPU: memory that it reads by itself, and
    layouts.
`pytorch_memory`: Parameters of a PyTorch model in memory of their own, as the other frameworks have
    them.
`pytorch_optimizers`: PyTorch's own optimizers, fused where there is a fused one; clipping and schedule
    come before a step.
`pytorch_products`: Which products a PyTorch model makes, and of which type.
`pytorch_tables`: What a PyTorch model asks its embedding tables for.
`pytorch_whole_step`: A whole step as one compiled graph: forward, backward and optimizer, over the
    optimizer's own state.
`stacked`: Batches as one array each of inputs and labels, for a program that makes several steps.
`table_look`: Sees which entries a model asks its embedding tables for, before it trains.
"""
