"""The largest loss difference to the reference lane, for each workload that has a bound."""

from __future__ import annotations

from tests.benchmarks.headless import fwdash

CHANGES = (
    "100:torch=compile", "200:torch=eager", "100:keras=xla", "200:keras=graph",
    "100:jax=eager", "120:jax=jit",
)  # fmt: skip
CASES = (
    ("digits-mlp, 300 steps", 5e-6, ("--steps", "300")),
    (
        "digits-mlp, modes changing",
        2e-5,
        ("--steps", "300", *(f"--change={change}" for change in CHANGES)),
    ),
    ("digits-cnn, 50 steps", 1e-4, ("--workload", "digits-cnn", "--steps", "50")),
    ("chars-gpt tiny, 100 steps", 1e-5, ("--workload", "chars-gpt:tiny", "--steps", "100")),
)


def main() -> None:
    """Print each case's differences and its bound; the optimizer is sgd throughout."""
    for name, bound, arguments in CASES:
        parity = fwdash("torch", "keras", "jax", "--optimizer", "sgd", *arguments)["parity"]
        differences = parity["max_abs_loss_difference"]
        verdict = "reached" if max(differences.values()) <= bound else "MISSED"
        text = ", ".join(f"{lane} {value:.2g}" for lane, value in differences.items())
        print(
            f"{name:<28} {text}  over {parity['steps']} steps (bound {bound:g}: {verdict})",
            flush=True,
        )


if __name__ == "__main__":
    main()
