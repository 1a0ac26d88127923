"""The public test suite for Jupyter kernels, run on ours by jupyter-suite.test.ts."""

import unittest

import jupyter_kernel_test


class TypeScript(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('test')"
    completion_samples = [
        {"text": "Math.ab", "matches": {"abs"}},
        {"text": "consol", "matches": {"console"}},
    ]
    complete_code_samples = ["1", "const f = (x: number) => x", "function f() {\n  return 1\n}"]
    incomplete_code_samples = ["function f() {", "const a = [", "`open"]
    invalid_code_samples = ["const a = ;", "}"]
    code_generate_error = "throw new Error('x')"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "'a'", "result": "'a'"},
    ]
    code_display_data = [
        {"code": "import * as tslab from 'tslab'; tslab.display.html('<b>x</b>')", "mime": "text/html"},
        {"code": "tslab.display.png(new Uint8Array([1]))", "mime": "image/png"},
    ]
    code_inspect_sample = "Math.abs"
    code_history_pattern = "1?+?2"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = "(globalThis as any)[Symbol.for('Jupyter.clearOutput')]()"

    @unittest.skip("only IPython asks frontends for a pager")
    def test_pager(self):
        pass


if __name__ == "__main__":
    unittest.main(verbosity=2)
