"""The machine that a logged run was made on, as far as its header tells."""

from __future__ import annotations

from engines.device import Gpu, Machine
from engines.events import Header

MOST_CORES = 1024
NOT_TOLD = "not recorded"


def logged_machine(header: Header) -> Machine:
    """What the lanes had; what the header does not tell is 0 or says so."""
    host = header.host
    count, numbers = host.get("cores"), host.get("core_numbers")
    gpus, memory = host.get("gpus"), host.get("memory_bytes")
    cores: tuple[int, ...] = ()
    if isinstance(numbers, list) and all(isinstance(core, int) for core in numbers):
        cores = tuple(numbers[:MOST_CORES])
    elif isinstance(count, int) and not isinstance(count, bool):
        cores = tuple(range(max(0, min(count, MOST_CORES))))
    models = [str(model) for model in gpus[:64]] if isinstance(gpus, list) else []
    return Machine(
        cpu_model=str(host.get("cpu") or NOT_TOLD),
        cores=cores or (0,),
        memory_bytes=memory if isinstance(memory, int) and 0 <= memory < 1 << 60 else 0,
        gpus=tuple(Gpu(f"cuda:{at}", model, "", None) for at, model in enumerate(models)),
        gpu_note="" if models else "none was recorded",
    )
