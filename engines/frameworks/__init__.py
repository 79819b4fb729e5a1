"""The only rooms that import a framework: what an engine must do, the engines, what sees them compile.

Only a worker imports this room.

`engine`: What an engine must do, and what sees it compile: the contract between a job and a framework.
`jax_compiles`: Sees what JAX compiles: tracing to a jaxpr, lowering to StableHLO, and XLA's
    compilation.
`jax_engine`: JAX: a Flax NNX model, an Optax optimizer, one jitted step that is given its state's
    buffers.
`jax_optimizers`: Optax' own transformations, chained as each rule has them, with one learning rate at
    the end.
`keras_compiles`: Sees what `tf.function` does on the first call of a step in a mode: tracing, then
    compiling.
`keras_engine`: Keras on TensorFlow: a Keras model and optimizer, a `GradientTape` step under
    `tf.function`.
`keras_optimizers`: Keras optimizers that are, step for step, those of PyTorch and Optax.
`load`: Which modules make up each framework's engine, imported only inside a worker.
`pytorch_compiles`: Sees what torch.compile does inside a training step: Dynamo, AOTAutograd and the
    backend.
`pytorch_engine`: PyTorch: eager by default, `torch.compile` on the loss function, fused optimizers.
`pytorch_optimizers`: PyTorch's own optimizers, fused where there is a fused one; clipping and schedule
    come before a step.
"""
