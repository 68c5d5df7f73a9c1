"""An IPython kernel that is built before the fork and gets its sockets, threads and name after it.

What is built before is shared by all kernels; what each of them builds, or only looks at for the first time, is copied
page by page. Stock ipykernel builds everything in one go; here the same steps are done in two parts.

Left out is what no page needs: heartbeat (the system tells when a kernel ends), debugger, subshells, a TCP port for
the output of grandchildren, history, the user's IPython start-up files. Each would be threads, sockets and memory per
visitor.
"""

# ipykernel has no annotations for most of what it does at the start.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import asyncio
import atexit
import os
import sys
import tempfile
import uuid
from contextlib import redirect_stdout
from io import StringIO
from typing import Any, Final

import ipywidgets
import zmq
from ipykernel.control import ControlThread
from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.application import BaseIPythonApplication
from zmq.eventloop.zmqstream import ZMQStream

QUIET: Final = ("--IPKernelApp.capture_fd_output=False", "--HistoryManager.enabled=False", "--log-level=ERROR")
"""No thread that watches for output of C libraries, no file of past inputs that all kernels would lock, no warning
that there is no debugger."""
WARM_UP: Final = """
import ipywidgets
from etika_widgets.hosts.kernel import EtikaWidget
_made = [ipywidgets.IntSlider(description="a"), ipywidgets.Button(), ipywidgets.HTML("a"), ipywidgets.Output()]
_made += [ipywidgets.VBox(_made[:2]), EtikaWidget(part="door"), EtikaWidget(activity="a", type="poll")]
_made[0].value = 1
display(_made[-1])
print("a", end="", flush=True)
_made[-2]
"""
"""What nearly every page does. Python keeps what it has learnt from it, and so no kernel need learn it again."""
WARM_UP_TIMES: Final = 8
"""How often Python 3.11 runs code before it rewrites it to be faster."""


class PageKernelApp(IPKernelApp):
    """Does the work of ``IPKernelApp.initialize`` in two parts."""

    def prepare(self) -> None:
        """Build what needs neither sockets nor threads: settings, kernel, shell; try them out."""
        BaseIPythonApplication.initialize(self, list(QUIET))
        self.init_pdb()
        self.configure_tornado_logger()
        self.kernel = IPythonKernel.instance(
            parent=self, session=self.session, log=self.log, profile_dir=self.profile_dir, user_ns=self.user_ns
        )
        self.init_path()
        self.init_shell()
        self.init_gui_pylab()
        self.init_extensions()
        ipywidgets.register_comm_target()  # done on import otherwise, but then there was no kernel yet
        self._warm_up()
        self._rehearse_channels()

    def _warm_up(self) -> None:
        shell: Any = self.shell
        untouched = dict(shell.user_ns)
        with redirect_stdout(StringIO()):
            for _ in range(WARM_UP_TIMES):
                asyncio.run(self.kernel.do_execute(WARM_UP, True, store_history=False))
        asyncio.set_event_loop_policy(None)  # ``run`` leaves the mark that this thread wants no loop
        ipywidgets.Widget.close_all()
        shell.user_ns.clear()
        shell.user_ns.update(untouched)
        shell.last_execution_result = None
        shell.user_ns_hidden.update(shell.user_ns)
        shell._sys_modules_keys = set(sys.modules)

    def _rehearse_channels(self) -> None:
        """Open and close channels as each kernel does, and end their threads again.

        What is asked for the first time (which classes count as a mapping, say) makes Python look through all classes,
        and so copies their pages.
        """
        with tempfile.TemporaryDirectory(prefix="etika-") as folder:
            context = zmq.Context()
            outputs = context.socket(zmq.XPUB)
            outputs.bind(f"ipc://{folder}/keluar")
            thread = IOPubThread(outputs, pipe=False, session=self.session)
            thread.start()
            atexit.unregister(thread.stop)
            said = OutStream(self.session, thread, "stdout", watchfd=False)
            said.write("a")
            said.flush()
            self.session.send(thread.background_socket, "status", {"execution_state": "idle"})
            cleaner: Any = thread._event_pipe_gc_task
            cleaner._log_destroy_pending = False  # its loop ends before it hears of it
            thread.stop()
            thread.close()
            control = ControlThread(daemon=True)
            stream = ZMQStream(context.socket(zmq.ROUTER), control.io_loop)
            control.start()
            control.stop()
            control.join()
            stream.socket.close()
            context.term()

    def bring_to_life(self, connection_file: str) -> None:
        """In the fork: open the sockets that the file names, start the threads, and take over a name of its own."""
        self.session.session = str(uuid.uuid4())
        self.session.pid = os.getpid()
        self.kernel.ident = str(uuid.uuid4())
        self.connection_file = connection_file
        self.load_connection_file()  # one that is missing is an error, not a reason to make one
        self.init_sockets()
        self.log_connection_info()
        self.init_io()
        self.init_signal()
        self._connect_kernel()
        self.kernel.shell.init_environment()
        self.init_gui_pylab()
        sys.stdout.flush()
        sys.stderr.flush()

    def init_control(self, context: Any) -> None:
        """Open the control channel; nobody debugs here."""
        self.control_socket = context.socket(zmq.ROUTER)
        self.control_socket.linger = 1000
        self._bind_socket(self.control_socket, self.control_port)
        self.control_socket.router_handover = 1
        self.control_thread = ControlThread(daemon=True)

    def init_iopub(self, context: Any) -> None:
        """Open the channel of outputs."""
        self.iopub_socket = context.socket(zmq.XPUB)
        self.iopub_socket.linger = 1000
        self._bind_socket(self.iopub_socket, self.iopub_port)
        self.iopub_thread = IOPubThread(self.iopub_socket, pipe=False, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def _connect_kernel(self) -> None:
        """Do what ``init_kernel`` does, with a kernel that is there already."""
        control, kernel = self.control_thread, self.kernel
        shell = kernel.shell
        kernel.control_stream = ZMQStream(self.control_socket, control.io_loop)
        control.start()
        kernel.shell_stream = ZMQStream(self.shell_socket)
        kernel.control_thread = control
        kernel.iopub_thread, kernel.iopub_socket = self.iopub_thread, self.iopub_socket
        kernel.stdin_socket = self.stdin_socket
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        kernel.record_ports({f"{name}_port": port for name, port in self._ports.items()})
        shell.displayhook.pub_socket = shell.display_pub.pub_socket = self.iopub_socket
        shell.displayhook.topic = kernel._topic("execute_result")
        self.displayhook.get_execution_count = lambda: kernel.execution_count
