"""Switches in a person's environment that change what a mode or a precision means, and what fwdash does.

A mode is what the framework makes of it by default, and a recipe is all that must be known to do a run
again: what would give `compile`, `jit`, `graph`, `float32` or a seed another meaning is set aside for
workers. What a machine may need, or a person wants for its own sake, stays, and is named wherever
the figures are. `SWITCHES` is the one list of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

TORCH, KERAS, JAX = "torch", "keras", "jax"
EVERY = (TORCH, KERAS, JAX)
LONGEST_VALUE = 80


@dataclass(frozen=True)
class Switch:
    """One switch, or several of one kind."""

    names: str
    """Environment variables, with `*` for any letters; several are parted by blanks."""
    frameworks: tuple[str, ...]
    changes: str
    """What it changes, as the end of `NAME=value ...`."""
    set_aside: bool = False
    """Whether workers run without it."""
    known: bool = True
    """Whether fwdash knows what it does; else its value, which may be a secret, is not told."""

    def covers(self, name: str) -> bool:
        """Whether that environment variable is one of its kind."""
        return _covers(self.names, name)


def _covers(patterns: str, name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns.split())


def _aside(names: str, changes: str, *frameworks: str) -> Switch:
    return Switch(names, frameworks or EVERY, changes, set_aside=True)


def _kept(names: str, changes: str, *frameworks: str) -> Switch:
    return Switch(names, frameworks or EVERY, changes)


def _unknown(names: str, *frameworks: str) -> Switch:
    return Switch(
        names, frameworks, "is set, and fwdash does not know what it changes", known=False
    )


SWITCHES = (
    # What a mode means.
    _aside(
        "TORCH_COMPILE_DISABLE TORCHDYNAMO_DISABLE",
        "decides whether torch.compile compiles",
        TORCH,
    ),
    _aside("TORCHDYNAMO_SUPPRESS_ERRORS", "decides whether a failed compilation is told", TORCH),
    _aside(
        "TORCH_COMPILE_BACKEND TORCH_COMPILE_OVERRIDE_BACKENDS",
        "decides with what torch.compile compiles",
        TORCH,
    ),
    _aside(
        "TORCHINDUCTOR_MAX_AUTOTUNE* TORCHINDUCTOR_CUDAGRAPHS",
        "turns one mode of torch.compile into another",
        TORCH,
    ),
    _aside("TORCH_DYNAMO_AUTOMATIC_DYNAMIC_SHAPES", "changes what is compiled anew", TORCH),
    _aside("TF_XLA_FLAGS", "decides what TensorFlow compiles with XLA", KERAS),
    _aside("TF2_BEHAVIOR", "decides whether TensorFlow behaves as before version 2", KERAS),
    _aside("JAX_DISABLE_JIT", "decides whether jax.jit compiles", JAX),
    _aside(
        "JAX_DISABLE_MOST_OPTIMIZATIONS JAX_OPTIMIZATION_LEVEL JAX_EXEC_TIME_OPTIMIZATION_EFFORT "
        "JAX_NO_TRACING JAX_NO_EXECUTION",
        "decides how far jax.jit optimizes, or whether it runs at all",
        JAX,
    ),
    _aside(
        "KERAS_MAX_EPOCHS KERAS_MAX_STEPS_PER_EPOCH KERAS_NNX_ENABLED",
        "changes how Keras trains",
        KERAS,
    ),
    # What a precision means.
    _aside("NVIDIA_TF32_OVERRIDE", "decides about TF32 over the framework's head"),
    _aside(
        "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "decides whether products are computed in TF32", TORCH
    ),
    _aside(
        "TF_ENABLE_AUTO_MIXED_PRECISION* TF_ENABLE_*_TENSOR_OP_MATH_FP32",
        "decides in which precision products are computed",
        KERAS,
    ),
    _aside(
        "ONEDNN_DEFAULT_FPMATH_MODE DNNL_DEFAULT_FPMATH_MODE",
        "decides in which precision the CPU computes products",
        TORCH,
        KERAS,
    ),
    _aside(
        "JAX_ENABLE_X64 JAX_DEFAULT_DTYPE_BITS JAX_EXPLICIT_X64_DTYPES JAX_NUMPY_DTYPE_PROMOTION "
        "JAX_NUMPY_RANK_PROMOTION JAX_DEFAULT_MATMUL_PRECISION JAX_ALLOW_F16_REDUCTIONS",
        "changes in which types JAX computes",
        JAX,
    ),
    # What a seed and a device mean.
    _aside(
        "JAX_DEFAULT_PRNG_IMPL JAX_ENABLE_CUSTOM_PRNG JAX_LEGACY_PRNG_KEY JAX_RANDOM_SEED_OFFSET "
        "JAX_THREEFRY_*",
        "changes which numbers a seed gives in JAX",
        JAX,
    ),
    _aside(
        "JAX_PLATFORM_NAME JAX_DEFAULT_DEVICE JAX_TRANSFER_GUARD*",
        "decides where JAX computes",
        JAX,
    ),
    # What a machine may need, or a person wants while looking for a fault.
    _kept("XLA_FLAGS", "changes how XLA compiles and runs", KERAS, JAX),
    _kept("LIBTPU_INIT_ARGS", "changes how XLA compiles and runs", JAX),
    _kept(
        "JAX_DEBUG_NANS JAX_DEBUG_INFS JAX_ENABLE_CHECKS JAX_CHECK_* JAX_DEBUG_KEY_REUSE",
        "decides whether JAX checks its results, which takes time",
        JAX,
    ),
    _kept(
        "CUDA_LAUNCH_BLOCKING",
        "decides whether every kernel is waited for, which takes time",
    ),
    _kept("CUDA_MPS_*", "gives the process a part of the GPU"),
    _kept(
        "CUBLAS_WORKSPACE_CONFIG TF_DETERMINISTIC_OPS TF_CUDNN_*",
        "chooses among the kernels of a GPU",
        TORCH,
        KERAS,
    ),
    _kept(
        "TF_ENABLE_ONEDNN_OPTS TF_DISABLE_MKL TF_USE_LEGACY_KERAS TF_GPU_ALLOCATOR",
        "changes what TensorFlow runs on",
        KERAS,
    ),
    _kept(
        "ATEN_CPU_CAPABILITY ONEDNN_MAX_CPU_ISA DNNL_MAX_CPU_ISA MKL_ENABLE_INSTRUCTIONS MKL_CBWR "
        "OPENBLAS_CORETYPE",
        "chooses which instructions of the processor are used",
        TORCH,
        KERAS,
    ),
    _kept(
        "OMP_DYNAMIC OMP_PLACES OMP_PROC_BIND OMP_SCHEDULE OMP_THREAD_LIMIT OMP_WAIT_POLICY "
        "GOMP_* KMP_* MKL_DYNAMIC",
        "changes on which cores and how threads compute",
        TORCH,
        KERAS,
    ),
    _kept(
        "PYTORCH_CUDA_ALLOC_CONF PYTORCH_ALLOC_CONF PYTORCH_NO_CUDA_MEMORY_CACHING",
        "changes how PyTorch holds memory",
        TORCH,
    ),
    _kept(
        "XLA_PYTHON_CLIENT_ALLOCATOR XLA_PYTHON_CLIENT_MEM_FRACTION XLA_CLIENT_MEM_FRACTION",
        "changes how JAX holds memory",
        JAX,
    ),
    _kept("PYTORCH_JIT", "decides whether TorchScript compiles", TORCH),
    _kept("TRITON_INTERPRET", "decides whether Triton interprets its kernels", TORCH),
    _kept(
        "LD_PRELOAD MALLOC_CONF MALLOC_ARENA_MAX PYTHONMALLOC PYTHONDEVMODE PYTHONTRACEMALLOC "
        "PYTHON_JIT PYTHONOPTIMIZE",
        "changes how every Python process runs",
    ),
    # By their first letters: a framework has new ones with every version.
    _unknown("TORCHDYNAMO_* TORCHINDUCTOR_* TORCH_* PYTORCH_*", TORCH),
    _unknown("TF_* KERAS_*", KERAS),
    _unknown("JAX_* FLAX_* XLA_PYTHON_*", JAX),
)
"""The first that covers a name decides."""

HARMLESS = (
    "*_CACHE_DIR *_CACHE *_HOME *_DIR *_VERSION *_BUILD_* TF_CPP_* TORCH_LOGS* TORCH_SHOW_* TORCH_NCCL_* "
    "TORCH_CUDA_ARCH_LIST TORCH_TRACE JAX_LOG* JAX_COMPILATION_CACHE_* JAX_PERSISTENT_CACHE_* "
    "JAX_EXPLAIN_* JAX_TRACEBACK_* JAX_PLATFORMS FLAX_PROFILE "
    "TF_CLI_* TF_VAR_* TF_LOG* TF_TOKEN_* TF_REGISTRY_* TF_PLUGIN_* TF_ACC* TF_INPUT TF_WORKSPACE "
    "TF_IN_AUTOMATION TF_DATA_*"
)
"""Where files lie, what is printed, what builds were made of, and what is Terraform's. Caches have their
own figure: whether a compilation came from one."""
OURS = (
    "KERAS_BACKEND", "KERAS_HOME", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS",
    "TF_FORCE_GPU_ALLOW_GROWTH", "XLA_PYTHON_CLIENT_PREALLOCATE",
)  # fmt: skip
"""What fwdash gives every worker itself."""


@dataclass(frozen=True)
class Found:
    """A switch that is on."""

    name: str
    value: str
    switch: Switch

    @property
    def text(self) -> str:
        """`NAME=value`, as far as it may be told."""
        if not self.switch.known:
            return self.name
        value = " ".join(self.value.split())
        shown = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
        return f"{self.name}={shown}"

    @property
    def sentence(self) -> str:
        """What it changes, for those who read the figures."""
        return f"{self.text} {self.switch.changes}"


def found(environment: Mapping[str, str]) -> Iterator[Found]:
    """The switches that are set, by name; an empty value switches nothing."""
    for name in sorted(environment):
        if name in OURS or _covers(HARMLESS, name) or not environment[name].strip():
            continue
        switch = next((one for one in SWITCHES if one.covers(name)), None)
        if switch is not None:
            yield Found(name, environment[name], switch)


def set_aside(environment: Mapping[str, str]) -> tuple[Found, ...]:
    """Those that workers run without."""
    return tuple(one for one in found(environment) if one.switch.set_aside)


def kept(environment: Mapping[str, str], framework: str = "") -> tuple[Found, ...]:
    """Those that stay, all or those that a framework heeds."""
    return tuple(
        one
        for one in found(environment)
        if not one.switch.set_aside and (not framework or framework in one.switch.frameworks)
    )


def without(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment as workers have it: without what is set aside."""
    gone = {one.name for one in set_aside(environment)}
    return {name: value for name, value in environment.items() if name not in gone}
