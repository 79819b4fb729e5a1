"""What a lane computes its products in: matrix products and convolutions, counted as the model makes them.

A precision is asked for by each framework's own means: `torch.autocast`, Keras' policy, Flax' dtypes.
What these come to is looked at, not believed, and what is otherwise is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

BF16 = "bfloat16"
FLOATS = ("bfloat16", "float16", "float32", "float64")
"""Types that operands of a product have; of an integer product no precision is asked."""


def exceptions(precision: str, device_kind: str, products: Iterable[str]) -> tuple[str, ...]:
    """In what a lane's products are not what `precision` says, a sentence each.

    `products` are the types of all products of one forward pass, by name.
    """
    if precision == "tf32" and device_kind == "cpu":
        return ("tf32 is of CUDA GPUs only: on this CPU all products are float32",)
    if precision != "bf16":
        return ()
    counted = Counter(products)
    told = [
        f"bf16: {count} of the model's {counted.total()} products (matrices, convolutions) are {name}"
        for name, count in counted.items()
        if name != BF16
    ]
    return tuple(told)
