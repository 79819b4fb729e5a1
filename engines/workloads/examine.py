"""Looks at what a workload's functions return, and names the first thing that does not fit."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import numbers
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

from engines.cause import place_in, sentence
from engines.errors import UsageError, unknown
from engines.optimization import OPTIMIZERS, Optimization, all_rates, mistakes
from engines.workloads.model_output import kind_of
from engines.workloads.tree import leaves, named, several
from engines.workloads.workload import IGNORED, OWN_LOSS, WEIGHTS, Array, Data, Workload

KINDS: dict[str, tuple[type, str]] = {
    "nesterov": (bool, "True or False"),
    "lr_schedule": (str, "the name of a schedule"),
    "warmup": (int, "a whole number"),
}
"""Key of DEFAULTS -> its type, and in words; others are numbers."""


@dataclasses.dataclass(frozen=True)
class Checked:
    """What a sound workload holds, without its arrays."""

    name: str
    description: str
    frameworks: tuple[str, ...]
    """All that it has a model for."""
    examples: int
    test_examples: int
    x_shape: tuple[int, ...]
    """Of one example, in the first of its arrays."""
    y_shape: tuple[int, ...]
    """Of one example's labels."""
    parameters: int
    """Numbers in the initial weights."""
    loss: str
    optimizer: str
    learning_rates: dict[str, float]
    batch_size: int
    references: dict[str, float]
    optimization: dict[str, Any] = dataclasses.field(default_factory=dict)
    """What DEFAULTS sets of the optimizer beside its learning rate."""


def examine(workload: Workload, frameworks: Sequence[str]) -> Checked:
    """Call data(), weights(rng) and references(), and look at what they return.

    Where no framework is named, all are meant that the workload has a model for. Raises `UsageError`.
    Builds no model, so imports no framework that the workload's file does not.
    """
    name = workload.name
    for framework in frameworks or workload.models:
        if framework not in workload.models:
            raise UsageError(
                f"{name} has no {framework}_model(weights): define it, or run without {framework}; "
                f"it has models for {', '.join(workload.models)}."
            )
        with contextlib.suppress(ValueError):  # some callables have no signature
            try:
                taken = inspect.signature(workload.models[framework])
                taken.bind({}, **({"seed": 0} if "seed" in taken.parameters else {}))
            except TypeError as error:
                raise UsageError(
                    f"{_where(workload.models[framework], name)}: {framework}_model must take one "
                    "argument, the weights, and may take a second, seed."
                ) from error
    for functions, kind in ((workload.losses, "loss"), (workload.metrics, "metrics")):
        for framework, function in functions.items():
            _look_at_own(function, f"{framework}_{kind}", name)
    _look_at_defaults(workload)

    data = _data(workload)
    _look_at_data(data, workload)
    if not _same(vars(data), vars(_data(workload))):
        raise UsageError(
            f"{_where(workload.data, name)}: data() gives other numbers at each call, but all "
            "lanes must see the same: use np.random.default_rng(0)."
        )
    weights = _weights(workload)
    _look_at_weights(weights, workload)
    if not _same(weights, _weights(workload)):
        raise UsageError(
            f"{_where(workload.weights, name)}: weights(rng) gives other numbers for the same "
            "seed: take every random number from rng."
        )
    references = _call(workload.references, name, "references()")
    if not isinstance(references, Mapping) or not all(map(_is_number, references.values())):
        raise UsageError(
            f"{_where(workload.references, name)}: references() must return a dict of name -> loss."
        )
    return Checked(
        name=name,
        description=workload.description,
        frameworks=tuple(workload.models),
        examples=len(data.y_train),
        test_examples=len(data.y_test),
        x_shape=leaves(data.x_train)[0].shape[1:],
        y_shape=data.y_train.shape[1:],
        parameters=sum(value.size for value in weights.values()),
        loss=workload.loss,
        optimizer=workload.optimizer,
        learning_rates={
            key: float(rate) for key, rate in all_rates(workload.learning_rates).items()
        },
        batch_size=int(workload.batch_size),
        references={str(key): float(value) for key, value in references.items()},
        optimization=dict(workload.optimization),
    )


def model_mistake(
    workload: Workload,
    framework: str,
    returned: tuple[int, ...],
    x_shape: Any,
    y: Array,
    data: Data | None = None,
) -> str | None:
    """What is wrong with the shape that a model returned for a batch, in one sentence, or None.

    `y` are the batch's labels; `data` are all, where they are to be looked at too.
    """
    returned, labels = tuple(returned), tuple(y.shape)
    if workload.loss == OWN_LOSS:
        return None  # whatever its function takes
    begin = f"{workload.name}: {framework}_model returned shape {returned} for inputs {x_shape}"
    if workload.loss == "mean_squared_error":
        if returned == labels:
            return None
        return f"{begin}; labels have shape {labels}, and the two must be the same."
    among = {"labels": y} if data is None else {"y_train": data.y_train, "y_test": data.y_test}
    holder = max(
        among, key=lambda name: int(among[name].max())
    )  # the first of those that are equal
    highest = int(among[holder].max())
    wanted = f"({', '.join(map(str, labels))}, classes >= {highest + 1})"
    if returned[:-1] != labels or not returned:
        return f"{begin}; labels have shape {labels}, so logits must be {wanted}."
    if returned[-1] <= highest:
        holds = "labels go up to" if data is None else f"{holder} holds class"
        return f"{begin}; {holds} {highest}, so logits must be {wanted}."
    return None


def require_model(
    workload: Workload, framework: str, returned: Any, kind: type, shown: str
) -> None:
    """Raises `UsageError` where a model function returned no model, `shown` being what it should be."""
    if not isinstance(returned, kind):
        where = _where(workload.models[framework], workload.name)
        raise UsageError(
            f"{where}: {framework}_model returned {kind_of(returned)}, not a {shown}: return the model."
        )


def inputs_mistake(
    workload: Workload, framework: str, places: Iterable[str], error: BaseException
) -> str:
    """That a model does not take the several arrays that it is given, in one sentence."""
    where = _where(workload.models[framework], workload.name)
    return (
        f"{where}: {framework}_model does not take {' and '.join(places)}, several arrays "
        f"({sentence(error).rstrip('.')}): give its forward an argument for each, or put them side by side "
        "in one input array and take them apart in the model."
    )


def output_mistake(workload: Workload, framework: str, kind: str) -> str:
    """What is wrong with a model that returned `a tuple`, `a dict`, and so on, in one sentence."""
    where = _where(workload.models[framework], workload.name)
    wanted = "the logits" if workload.loss == "cross_entropy" else "the predictions"
    return f"{where}: {framework}_model returned {kind}, not a tensor: return {wanted}."


def _look_at_own(function: Callable[..., Any], shown: str, name: str) -> None:
    with contextlib.suppress(ValueError):
        try:
            inspect.signature(function).bind(None, None)
        except TypeError as error:
            raise UsageError(
                f"{_where(function, name)}: {shown} must take two arguments, outputs and labels."
            ) from error


def _data(workload: Workload) -> Data:
    try:
        made: Data = _call(workload.data, workload.name, "data()")
    except UsageError as error:
        if error.__cause__ is not None:
            raise
        raise UsageError(f"{_where(workload.data, workload.name)}: {error}") from error
    return made


def _weights(workload: Workload) -> Any:
    return _call(workload.weights, workload.name, "weights(rng)", np.random.default_rng(0))


def _look_at_defaults(workload: Workload) -> None:
    if workload.optimizer not in OPTIMIZERS:
        raise unknown(f"optimizer in DEFAULTS of {workload.name},", workload.optimizer, OPTIMIZERS)
    rates = workload.learning_rates
    rate = all_rates(rates).get(workload.optimizer) if isinstance(rates, Mapping) else None
    if rate is None or not all(_is_number(each) and each > 0 for each in rates.values()):
        raise UsageError(
            f'{workload.name}: DEFAULTS["learning_rates"] must map optimizers to positive numbers, '
            f'{workload.optimizer} among them, as in {{"sgd": 0.05, "adam": 1e-3}}.'
        )
    if not isinstance(workload.batch_size, int) or workload.batch_size < 1:
        raise UsageError(f'{workload.name}: DEFAULTS["batch_size"] must be a whole number above 0.')
    for key, value in workload.optimization.items():
        kind, what = KINDS.get(key, (numbers.Real, "a number"))
        if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
            raise UsageError(f'{workload.name}: DEFAULTS["{key}"] must be {what}.')
    asked = Optimization(
        optimizer=workload.optimizer,
        learning_rate=rate,
        steps=sys.maxsize,  # as long as may be
        **workload.optimization,
    )
    for key, why in mistakes(asked):
        raise UsageError(f'{workload.name}: DEFAULTS["{key}"]: {why}')


def _look_at_data(data: Data, workload: Workload) -> None:
    where = _where(workload.data, workload.name)
    classes = workload.loss == "cross_entropy"
    splits = {name: array for name, array in vars(data).items() if name not in WEIGHTS}
    for name, array in splits.items():
        allowed: tuple[str, ...] = ("float32", "int32", "bool")
        if name[0] == "y" and workload.loss != OWN_LOSS:
            allowed = ("int32",) if classes else ("float32",)
        parts = [(name, array)]
        if name[0] == "x" and several(array):
            parts = list(named(array, name))
        for place, part in parts:
            _look_at_array(part, place, allowed, where)
            if part.ndim == 0 or len(part) == 0:
                raise UsageError(f"{where}: {place} is empty.")
    for split in ("train", "test"):
        x, y = getattr(data, f"x_{split}"), getattr(data, f"y_{split}")
        for place, part in named(x, f"x_{split}"):
            if len(part) != len(y):
                raise UsageError(
                    f"{where}: {place} holds {len(part)} examples, but y_{split} {len(y)}."
                )
        if classes and (lowest := y[y != IGNORED].min(initial=0)) < 0:
            raise UsageError(
                f"{where}: y_{split} holds {lowest}: labels are class numbers from 0 on, or {IGNORED} "
                "for what does not count."
            )
        _look_at_sample_weights(data, split, workload.loss, where)
    for name in ("x", "y"):
        train, test = getattr(data, f"{name}_train"), getattr(data, f"{name}_test")
        one, other = dict(named(train, f"{name}_train")), dict(named(test, f"{name}_test"))
        for (place, left), (twin, right) in zip(one.items(), other.items(), strict=False):
            if left.shape[1:] != right.shape[1:] or left.dtype != right.dtype:
                raise UsageError(
                    f"{where}: an example of {place} is {left.dtype} of shape {left.shape[1:]}, "
                    f"but one of {twin} is {right.dtype} of shape {right.shape[1:]}."
                )
        if [place.replace("train", "test", 1) for place in one] != list(other):
            raise UsageError(
                f"{where}: {name}_train is {', '.join(one)}, but {name}_test {', '.join(other)}."
            )
    if workload.batch_size > len(data.y_train):
        raise UsageError(
            f"{where}: there are only {len(data.y_train)} training examples for a batch of "
            f'{workload.batch_size}: set DEFAULTS["batch_size"] to {len(data.y_train)} or less.'
        )


def _look_at_sample_weights(data: Data, split: str, loss: str, where: str) -> None:
    weights, y = getattr(data, f"w_{split}"), getattr(data, f"y_{split}")
    if weights is None:
        if data.w_train is not None or data.w_test is not None:
            raise UsageError(f"{where}: w_{split} is missing: both splits have weights, or none.")
        return
    if loss == OWN_LOSS:
        raise UsageError(
            f"{where}: a loss of the workload's own is given no weights: put them beside the labels."
        )
    _look_at_array(weights, f"w_{split}", ("float32",), where)
    if weights.shape not in (y.shape[:1], y.shape):
        raise UsageError(
            f"{where}: w_{split} has shape {weights.shape}, but must have {y.shape[:1]}, a weight for each "
            f"example, or the shape of y_{split}."
        )
    if weights.min() < 0 or not weights.any():
        raise UsageError(f"{where}: w_{split} must hold weights of 0 or more, and some above.")


def _look_at_weights(weights: Any, workload: Workload) -> None:
    where = _where(workload.weights, workload.name)
    if not isinstance(weights, dict) or not weights:
        raise UsageError(f"{where}: weights(rng) must return a dict of name -> float32 array.")
    for name, array in weights.items():
        _look_at_array(array, f"weights {name!r}", ("float32",), where)


def _look_at_array(array: Any, name: str, allowed: tuple[str, ...], where: str) -> None:
    if not isinstance(array, np.ndarray):
        if several(array):
            raise UsageError(
                f"{where}: {name} is several arrays, in a {type(array).__name__}; labels are one array: "
                "put them side by side and take them apart in a loss of your own."
            )
        raise UsageError(
            f"{where}: {name} is of type {type(array).__name__}, not a NumPy array: "
            f"use np.asarray(..., np.{allowed[0]})."
        )
    if isinstance(array, np.ma.MaskedArray):
        raise UsageError(
            f"{where}: {name} is a masked array, and no framework would heed its mask: use .filled(...)."
        )
    if str(array.dtype) not in allowed:
        fitting = "int32" if array.dtype.kind == "i" and "int32" in allowed else allowed[0]
        raise UsageError(
            f"{where}: {name} is {array.dtype}, but must be {' or '.join(allowed)}: "
            f"use .astype(np.{fitting})."
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise UsageError(f"{where}: {name} holds {array[at]} at {list(at)}: use finite numbers.")


def _same(one: Mapping[str, Array], other: Mapping[str, Array]) -> bool:
    mine, yours = dict(named(one, "")), dict(named(other, ""))
    return mine.keys() == yours.keys() and all(
        np.array_equal(array, yours[place]) for place, array in mine.items()
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number) and bool(np.isfinite(value))


def _code(function: Any) -> CodeType | None:
    function = inspect.unwrap(getattr(function, "func", function))
    return getattr(function, "__code__", None)


def _where(function: Callable[..., Any], name: str) -> str:
    """`own.py, line 12`: where a function of a workload begins."""
    code = _code(function)
    return f"{Path(code.co_filename).name}, line {code.co_firstlineno}" if code else name


def _call(function: Callable[..., Any], name: str, shown: str, *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except UsageError:
        raise
    except (Exception, SystemExit) as error:
        code = _code(function)
        file = code.co_filename if code else ""
        raise UsageError(told(error, _where(function, name), file, shown)) from error


def told(error: BaseException, where: str, file: str, doing: str) -> str:
    """One sentence about an exception, with the last line of `file` on its way, else `where`."""
    where = place_in(error, file) or f"{where}: "
    if isinstance(error, SystemExit):
        return f"{where}{doing} calls sys.exit(), which would end every lane: leave it out."
    return f"{where}{doing} fails with {sentence(error).rstrip('.')}."
