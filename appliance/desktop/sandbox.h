// The cage of the desktop worker, put on after the display is open and before the first viewer's byte: from
// then on the process can use what it holds and get nothing new.
#pragma once
#include "appliance/base/result.h"

namespace gatehouse::desktop {

// Call before the first thread is made; threads inherit it. It can't be taken off.
//  - no new privileges, no core dumps, not traceable, few descriptors, bounded memory;
//  - seccomp allow-list: I/O on open descriptors, memory, threads, clocks. Opening files fails with EPERM
//  (libc tries now and
//    then); everything else that is not listed - sockets, exec, fork, ptrace, mounts, another ABI - kills the
//    process, so that it is noticed.
// In builds with a sanitizer, whose run-time makes system calls of its own, what is not listed fails with
// EPERM instead of killing and memory is not bounded; never run those in production.
Result<void> enter_sandbox();

}  // namespace gatehouse::desktop
