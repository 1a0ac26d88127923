"""nbconvert configuration: run a notebook and report, as it goes, what became of every cell.

nbconvert calls a notebook good when no reply said "error". That does not prove it: a kernel may answer
"aborted" and never run the cell, may print an error instead of sending one, or may fail after it
has replied. So this reports what the kernel did, one JSON line per event, to the file descriptor
EXECUTION_REPORT_FD, and scripts/execute/verdict.ts judges.

Events, all but the first with the index of their cell:
  kernel  pid of the kernel, which leads its own process group
  start   the cell goes to the kernel
  reply   status, execution_count, ename and evalue of the reply; stderr and errors shown by then
  late    text, or an error, that came after the reply
  broken  there was no proper reply: kind is the exception's name, with its message
"""

import json
import os
from queue import Empty

from jupyter_client.utils import ensure_async, run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import CoalesceStreamsPreprocessor, ExecutePreprocessor

report = open(int(os.environ["EXECUTION_REPORT_FD"]), "w", buffering=1, encoding="utf-8")


def tell(event, **details):
    report.write(json.dumps({"event": event, **details}) + "\n")


def tell_reply(cell, cell_index, execute_reply):
    reply = execute_reply["content"]
    cell.execution_count = reply.get("execution_count")  # stock tslab sends it nowhere else
    tell(
        "reply",
        cell=cell_index,
        **{key: reply.get(key) for key in ("status", "execution_count", "ename", "evalue")},
        stderr="".join(o.text for o in cell.outputs if o.get("name") == "stderr"),
        errors=[f"{o.ename}: {o.evalue}" for o in cell.outputs if o.output_type == "error"],
    )


class ReportingExecutePreprocessor(ExecutePreprocessor):
    def start_new_kernel(self, **kwargs):
        super().start_new_kernel(**kwargs)
        tell("kernel", pid=self.km.provisioner.pid)

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type != "code" or not cell.source.strip():
            return cell, resources
        tell("start", cell=index)
        try:
            executed = super().preprocess_cell(cell, resources, index)
            run_sync(self.report_late_messages)(index)
            return executed
        except (CellTimeoutError, DeadKernelError) as error:
            tell("broken", cell=index, kind=type(error).__name__, message=str(error))
            raise

    def ask_for_a_turn(self):
        if self.kernel_name == "tslab-stock":  # it counts silent requests too, and has one process
            return self.kc.kernel_info()
        turn = "await new Promise((later) => setTimeout(later, 1));"
        return self.kc.execute(turn, silent=True, store_history=False)

    async def report_late_messages(self, cell_index):
        """What a cell leaves behind, such as a rejected promise or a throw in a timer of no delay,
        is told once the event loop of the process that runs the cells has turned, so before the
        answer to this question."""
        if not await ensure_async(self.kc.is_alive()):
            raise DeadKernelError("Kernel died")
        question = self.ask_for_a_turn()
        while True:
            try:
                message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=10))
            except Empty:
                raise DeadKernelError("Kernel no longer answers") from None
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") == question:
                if kind == "status" and content["execution_state"] == "idle":
                    return
            elif kind == "stream":
                tell("late", cell=cell_index, name=content["name"], text=content["text"])
            elif kind == "error":
                text = f"{content['ename']}: {content['evalue']}"
                tell("late", cell=cell_index, name="error", text=text)


c = get_config()  # noqa: F821 (nbconvert gives it to its configuration files)
c.Exporter.default_preprocessors = [ReportingExecutePreprocessor, CoalesceStreamsPreprocessor]
c.CoalesceStreamsPreprocessor.enabled = True  # a kernel sends a line at a time
c.ExecutePreprocessor.on_cell_executed = tell_reply
# Outputs that never end are outputs that were lost.
c.ExecutePreprocessor.raise_on_iopub_timeout = True
c.ExecutePreprocessor.iopub_timeout = 10
# Nothing is to be saved in the kernel, and one that hangs would not stop gracefully.
c.ExecutePreprocessor.shutdown_kernel = "immediate"
c.ExecutePreprocessor.record_timing = False
