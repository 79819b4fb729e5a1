"""Memory, CPU and GPU of the workers, sampled from outside on a thread of its own."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

import psutil

from engines.control_group import limits, memory_in_use
from engines.device import Gpu
from engines.events import CoresSampled, GpuSampled, ProcessSampled
from engines.gpus import ask, is_divided
from engines.supervisor.own_memory import own_memory

PERIOD = 0.5
"""Seconds between two looks."""
GPU_EVERY = 2
"""Looks between two that ask NVML; asking often slows the job."""
CORES_EVERY = 2
"""Looks between two at the cores of the machine."""
HALTED = (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP, psutil.STATUS_ZOMBIE)
"""What a process can be in that does nothing, whatever its lane is about to do."""


class Sampler:
    """A thread that says `ProcessSampled`, `GpuSampled` and `CoresSampled` until it is closed.

    `workers()` gives lane -> (pid, GPU or None); `say` takes events and must be thread-safe.
    """

    def __init__(
        self,
        workers: Callable[[], Mapping[str, tuple[int, Gpu | None]]],
        say: Callable[[ProcessSampled | GpuSampled | CoresSampled], None],
        now: Callable[[], float],
        gpus: tuple[Gpu, ...],
        cores: tuple[int, ...],
    ) -> None:
        self._workers = workers
        self._say = say
        self._now = now
        self._gpus = gpus
        self._cores = cores
        self._closed = threading.Event()
        limit = limits()
        total = int(psutil.virtual_memory().total)
        self._memory_group = limit.memory_group if (limit.memory_bytes or total) < total else None
        """The control group whose memory is what there is; None where it is the machine's."""
        self._processes: dict[int, psutil.Process] = {}
        self._nvml: Any = None
        self._thread = threading.Thread(target=self._sample, name="fwdash-telemetry", daemon=True)

    def start(self) -> None:
        """Begin sampling."""
        self._thread.start()

    def close(self) -> None:
        """Stop sampling; returns at once."""
        self._closed.set()

    def _sample(self) -> None:
        if self._gpus:
            with contextlib.suppress(Exception):
                import pynvml

                pynvml.nvmlInit()
                self._nvml = pynvml
        psutil.cpu_percent(percpu=True)  # here it begins to count
        look = 0
        while not self._closed.wait(PERIOD):
            workers = dict(self._workers())
            with_gpu = self._nvml is not None and look % GPU_EVERY == 0
            per_process = self._look_at_gpus() if with_gpu else {}
            for lane, (pid, gpu) in workers.items():
                self._look_at(lane, pid, per_process.get(pid) if gpu else None)
            for pid in set(self._processes) - {pid for pid, _ in workers.values()}:
                del self._processes[pid]
            look += 1
            if workers and look % CORES_EVERY == 0:
                self._look_at_cores()

    def _look_at(self, lane: str, pid: int, gpu_bytes: int | None) -> None:
        known = pid in self._processes
        try:
            process = self._processes[pid] if known else psutil.Process(pid)
            self._processes[pid] = process
            # CPU time and status stand in the same file of /proc, which is read once so.
            with process.oneshot():
                busy = process.cpu_percent()  # of the first look 0: there it begins to count
                status = process.status()
            halted = status if status in HALTED else ""
            if halted == psutil.STATUS_ZOMBIE:
                self._say(ProcessSampled(lane=lane, at=self._now(), rss=None, halted=halted))
                return
            self._say(
                ProcessSampled(
                    lane=lane,
                    at=self._now(),
                    rss=int(process.memory_info().rss),
                    own=own_memory(pid),
                    cpu_percent=busy if known else None,
                    gpu_bytes=gpu_bytes,
                    halted=halted,
                )
            )
        except psutil.Error:
            self._processes.pop(pid, None)

    def _look_at_cores(self) -> None:
        """Say how busy the cores are, where it is known which is which: psutil leaves out those offline."""
        busy = psutil.cpu_percent(percpu=True)
        if len(busy) == os.sysconf("SC_NPROCESSORS_CONF") > max(self._cores):
            memory = psutil.virtual_memory()
            group = memory_in_use(self._memory_group) if self._memory_group else None
            self._say(
                CoresSampled(
                    at=self._now(),
                    cores=self._cores,
                    busy=tuple(busy[core] for core in self._cores),
                    memory_used=int(memory.total - memory.available) if group is None else group,
                )
            )

    def _look_at_gpus(self) -> dict[int, int | None]:
        """Say what each GPU does; returns GPU bytes by process, where the driver knows them."""
        by_process: dict[int, int | None] = {}
        for gpu in self._gpus:
            nvml = self._nvml
            handle = ask(nvml, "nvmlDeviceGetHandleByUUID", gpu.uuid)
            if handle is None:
                # Lost meanwhile: what was seen last is not what is.
                self._say(
                    GpuSampled(
                        at=self._now(),
                        device=gpu.name,
                        used=None,
                        total=None,
                        utilisation=None,
                        watts=None,
                        celsius=None,
                    )
                )
                continue
            memory = ask(nvml, "nvmlDeviceGetMemoryInfo", handle)
            # Of a GPU that is divided some drivers say 0, whatever its instances do.
            divided = gpu.mig or is_divided(nvml, handle)
            rates = None if divided else ask(nvml, "nvmlDeviceGetUtilizationRates", handle)
            milliwatts = ask(nvml, "nvmlDeviceGetPowerUsage", handle)
            sensor = getattr(nvml, "NVML_TEMPERATURE_GPU", 0)
            celsius = ask(nvml, "nvmlDeviceGetTemperature", handle, sensor)
            self._say(
                GpuSampled(
                    at=self._now(),
                    device=gpu.name,
                    used=int(memory.used) if memory else None,
                    total=int(memory.total) if memory else None,
                    utilisation=int(rates.gpu) if rates else None,
                    watts=milliwatts / 1000 if milliwatts is not None else None,
                    celsius=celsius,
                )
            )
            running = ask(nvml, "nvmlDeviceGetComputeRunningProcesses", handle) or []
            for process in running:
                by_process[process.pid] = process.usedGpuMemory
        return by_process
