"""The line that tells the cause, out of what frameworks print around it; texts as they came."""

from __future__ import annotations

import traceback

import pytest

from engines.cause import LONGEST, cause, line_in, sentence, shortened, without_framework_notes

GRAPH = """Graph execution error:

Detected at node sequential_1/embedding_1/GatherV2 defined at (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main

  File "/home/me/fwdash/engines/frameworks/keras_engine.py", line 98, in step

indices[1,0] = 17 is not in [0, 10)
\t [[{{node sequential_1/embedding_1/GatherV2}}]] [Op:__inference_step_1234]"""

ROOTS = """Graph execution error:

2 root error(s) found.
  (0) INVALID_ARGUMENT:  Received a label value of 3 which is outside the valid range of [0, 3)
\t [[{{node loss/Sparse}}]]
  (1) INVALID_ARGUMENT:  another
0 successful operations.
0 derived errors ignored."""

USER_CODE = """in user code:

    File "/home/me/fwdash/engines/frameworks/keras_engine.py", line 98, in step  *
        outputs = self.model(x, training=True)
    File "/lib/keras/src/utils/traceback_utils.py", line 122, in error_handler  **
        raise e.with_traceback(filtered_tb) from None
    File "/home/me/own.py", line 31, in call
        return self.dense(x)

    ValueError: Exception encountered when calling Dense.call().

    \x1b[1mInput 0 of layer "dense" is incompatible with the layer: expected axis -1 to have value 3\x1b[0m

    Arguments received by Dense.call():
      • inputs=tf.Tensor(shape=(64, 2), dtype=float32)
      • training=True"""

BACKEND = """backend='inductor' raised:
RuntimeError: the scheduler met a cycle

Set TORCHDYNAMO_VERBOSE=1 for the internal stack trace (please do this especially if you're reporting a bug)
"""

COMPILER = """C++ compile error

Command:
g++ /tmp/torchinductor/x.main.cpp -shared -o x.so

Output:
/tmp/torchinductor/x.main.cpp:3:10: fatal error: omp.h: No such file or directory
compilation terminated."""

FAKE = f"""Dynamo failed to run FX node with fake tensors: call_function linear(*({"FakeTensor, " * 40}): \
got RuntimeError('a and b must have same reduction dim, but got [64, 2] X [4, 3].')

from user code:
   File "/home/me/own.py", line 44, in forward
    return self.d(x)

Set TORCHDYNAMO_VERBOSE=1 for the internal stack trace
"""

TENSORFLOW_IMPORT = """Traceback (most recent call last):
  File "/lib/tensorflow/python/pywrap_tensorflow.py", line 73, in <module>
    from tensorflow.python._pywrap_tensorflow_internal import *
ImportError: libcudart.so.12: cannot open shared object file: No such file or directory


Failed to load the native TensorFlow runtime.
See https://www.tensorflow.org/install/errors for some common causes and solutions."""

STATE = """Error(s) in loading state_dict for Linear:
\tMissing key(s) in state_dict: "bias". """


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GRAPH, "indices[1,0] = 17 is not in [0, 10)"),
        (
            ROOTS,
            "INVALID_ARGUMENT:  Received a label value of 3 which is outside the valid range of [0, 3)",
        ),
        (
            USER_CODE,
            'ValueError: Input 0 of layer "dense" is incompatible with the layer: expected axis -1 to '
            "have value 3 (in Dense.call())",
        ),
        (BACKEND, "RuntimeError: the scheduler met a cycle"),
        (
            COMPILER,
            "C++ compile error: /tmp/torchinductor/x.main.cpp:3:10: fatal error: omp.h: No such file or "
            "directory",
        ),
        (
            TENSORFLOW_IMPORT,
            "ImportError: libcudart.so.12: cannot open shared object file: No such file or directory",
        ),
        (
            STATE,
            'Error(s) in loading state_dict for Linear: Missing key(s) in state_dict: "bias".',
        ),
        (
            "Exception encountered when calling Dense.call().\n\n\x1b[1m{{function_node __wrapped__}} "
            "In[0] and In[1] has different ndims: [64,4] vs. [0] [Op:MatMul] name: \x1b[0m\n\n"
            "Arguments received by Dense.call():",
            "In[0] and In[1] has different ndims: [64,4] vs. [0] (in Dense.call())",
        ),
        (
            "in user code:\n\n    AssertionError: Exception encountered when calling Net.call().\n    \n"
            "    \x1b[1m\x1b[0m\n    \n    Arguments received by Net.call():\n      • x=1",
            "AssertionError in Net.call()",
        ),
        ("simple", "simple"),
        ("Graph execution error:", "Graph execution error:"),
        ("", ""),
    ],
)
def test_the_cause_is_found_in_what_frameworks_put_around_it(text: str, found: str) -> None:
    assert cause(text) == found


def test_what_is_too_long_keeps_its_head_and_its_telling_tail() -> None:
    short = sentence(RuntimeError(FAKE))
    assert len(short) <= LONGEST
    assert short.startswith(
        "RuntimeError: Dynamo failed to run FX node with fake tensors: call_fun"
    )
    assert short.endswith("must have same reduction dim, but got [64, 2] X [4, 3].')")


def test_a_long_list_of_numbers_gives_way_before_any_word() -> None:
    labels = " ".join("1" for _ in range(400))
    told = "Received a label value of 3 which is outside the valid range of [0, 3).  Label values: "
    assert shortened(told + labels) == f"{told}1 1 1 1 …"


def test_an_error_that_wraps_another_gives_way_to_it() -> None:
    class BackendCompilerFailed(RuntimeError):
        def __init__(self, inner: Exception) -> None:
            super().__init__(f"backend='inductor' raised:\n{inner}")
            self.inner_exception = inner

    error = BackendCompilerFailed(BackendCompilerFailed(KeyError("conv")))
    assert sentence(error) == "KeyError: 'conv'"


def test_an_error_without_a_word_tells_what_it_came_from() -> None:
    error = RuntimeError()
    error.__cause__ = KeyError("w")
    assert sentence(error) == "RuntimeError, from KeyError: 'w'"
    assert sentence(AssertionError()) == "AssertionError"


def test_the_line_of_a_file_is_found_where_only_the_text_tells_it() -> None:
    assert line_in(ValueError(USER_CODE), "/home/me/own.py") == 31
    assert line_in(ValueError(FAKE), "/home/me/own.py") == 44
    assert line_in(ValueError(FAKE), "/home/me/other.py") is None


def test_the_note_of_a_framework_on_its_own_frames_is_not_the_last_line() -> None:
    error = ValueError("the cause")
    error.add_note("mine")
    note = "For simplicity, JAX has removed its internal frames from the traceback of the following"
    error.add_note(f"--------------------\n{note} exception.")
    without_framework_notes(error)
    assert traceback.format_exception(error)[-1] == "mine\n"
    assert traceback.format_exception(error)[-2] == "ValueError: the cause\n"


def test_an_import_of_our_own_name_says_whose_it_is() -> None:
    error = ModuleNotFoundError("No module named 'engines.nets'", name="engines.nets")
    assert sentence(error).endswith(
        "'engines.nets': engines is the name of a package of fwdash, so give yours another name"
    )
