#include "appliance/desktop/sandbox.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/dma-buf.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gatehouse::desktop {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#elif defined(__arm__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_ARM;
#else
#error "the desktop worker has no system call list for this architecture; add it here"
#endif

#ifdef GATEHOUSE_SANITIZED
constexpr bool kSanitizer = true;
#else
constexpr bool kSanitizer = false;
#endif

// Descriptors stay below what select() in the library can name (1024).
constexpr rlim_t kDescriptors = 512;
constexpr rlim_t kAddressSpace = sizeof(void*) == 8 ? rlim_t{8} << 30 : rlim_t{1} << 30;

constexpr std::uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint32_t kKill = kSanitizer ? kRefuse : SECCOMP_RET_KILL_PROCESS;

constexpr int kAllowed[] = {
    // I/O on what is open
    SYS_read,
    SYS_write,
    SYS_readv,
    SYS_writev,
    SYS_close,
    SYS_lseek,
    SYS_ppoll,
    SYS_pselect6,
    SYS_fstat,
    SYS_ftruncate,
    SYS_sendmsg,
    SYS_recvmsg,
    SYS_sendto,
    SYS_recvfrom,
    SYS_shutdown,
    SYS_getsockopt,
    SYS_setsockopt,
    SYS_getsockname,
    SYS_getpeername,
    SYS_eventfd2,
    SYS_memfd_create,
#ifdef SYS_poll
    SYS_poll,
#endif
#ifdef SYS_select
    SYS_select,
#endif
#ifdef SYS__newselect
    SYS__newselect,
#endif
#ifdef SYS__llseek
    SYS__llseek,
#endif
#ifdef SYS_fstat64
    SYS_fstat64,
#endif
#ifdef SYS_ppoll_time64
    SYS_ppoll_time64,
    SYS_pselect6_time64,
#endif
    // memory; what is shared with the X server is a memfd
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    SYS_brk,
    // threads
    SYS_futex,
    SYS_set_robust_list,
    SYS_rseq,
    SYS_gettid,
    SYS_getpid,
    SYS_exit,
    SYS_exit_group,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_membarrier,
    SYS_restart_syscall,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
#ifdef SYS_futex_time64
    SYS_futex_time64,
#endif
    // clocks and facts
    SYS_clock_gettime,
    SYS_clock_getres,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_gettimeofday,
    SYS_getrandom,
    SYS_uname,
    SYS_sysinfo,
    SYS_getuid,
    SYS_geteuid,
    SYS_getgid,
    SYS_getegid,
#ifdef SYS_clock_gettime64
    SYS_clock_gettime64,
    SYS_clock_nanosleep_time64,
#endif
};

// What libc may try by itself and copes with not getting.
constexpr int kRefused[] = {
    SYS_openat,     SYS_faccessat, SYS_readlinkat, SYS_statx, SYS_getcwd, SYS_prlimit64, SYS_ioctl,
#ifdef SYS_newfstatat
    SYS_newfstatat,
#endif
#ifdef SYS_fstatat64
    SYS_fstatat64,
#endif
#ifdef SYS_open
    SYS_open,       SYS_access,    SYS_readlink,   SYS_stat,  SYS_lstat,
#endif
};

// A hand-written filter, a short run of instructions for every system call. All jumps are forward and short.
class Filter {
 public:
  void load(std::uint32_t offset) { put(BPF_LD | BPF_W | BPF_ABS, offset); }
  void load_argument(int index) {
    // The low half: all three architectures are little-endian.
    load(static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(index)));
  }
  void load_number() { load(offsetof(seccomp_data, nr)); }
  void answer(std::uint32_t action) { put(BPF_RET | BPF_K, action); }
  void unless_equal_skip(std::uint32_t value, std::uint8_t skip) {
    put(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip);
  }
  void if_equal_skip(std::uint32_t value, std::uint8_t skip) {
    put(BPF_JMP | BPF_JEQ | BPF_K, value, skip, 0);
  }
  void unless_any_bit_skip(std::uint32_t bits, std::uint8_t skip) {
    put(BPF_JMP | BPF_JSET | BPF_K, bits, 0, skip);
  }
  void if_any_bit_skip(std::uint32_t bits, std::uint8_t skip) {
    put(BPF_JMP | BPF_JSET | BPF_K, bits, skip, 0);
  }

  void always(int number, std::uint32_t action) {
    unless_equal_skip(static_cast<std::uint32_t>(number), 1);
    answer(action);
  }
  // Allowed when the argument has any / none of these bits, else `otherwise`.
  void only_with_bits(int number, int argument, std::uint32_t bits, std::uint32_t otherwise) {
    unless_equal_skip(static_cast<std::uint32_t>(number), 4);
    load_argument(argument);
    if_any_bit_skip(bits, 1);
    answer(otherwise);
    answer(SECCOMP_RET_ALLOW);
  }
  void only_without_bits(int number, int argument, std::uint32_t bits, std::uint32_t otherwise) {
    unless_equal_skip(static_cast<std::uint32_t>(number), 4);
    load_argument(argument);
    if_any_bit_skip(bits, 1);
    answer(SECCOMP_RET_ALLOW);
    answer(otherwise);
  }
  // Allowed for this value of the argument; otherwise the rules that follow decide.
  void when_equal(int number, int argument, std::uint32_t value) {
    unless_equal_skip(static_cast<std::uint32_t>(number), 4);
    load_argument(argument);
    unless_equal_skip(value, 1);
    answer(SECCOMP_RET_ALLOW);
    load_number();
  }

  bool install() {
    sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
  }

 private:
  void put(std::uint16_t code, std::uint32_t k, std::uint8_t yes = 0, std::uint8_t no = 0) {
    code_.push_back(sock_filter{code, yes, no, k});
  }
  std::vector<sock_filter> code_;
};

Filter make_filter() {
  Filter filter;
  filter.load(offsetof(seccomp_data, arch));
  filter.if_equal_skip(kArchitecture, 1);
  filter.answer(SECCOMP_RET_KILL_PROCESS);
  filter.load_number();
#if defined(__x86_64__)
  // The x32 ABI has the same architecture and other numbers.
  filter.unless_any_bit_skip(0x40000000, 1);
  filter.answer(SECCOMP_RET_KILL_PROCESS);
#endif
  for (int number : kAllowed) filter.always(number, SECCOMP_RET_ALLOW);
  // The undefined behaviour sanitizer asks the kernel whether memory can be read by writing it to a pipe.
  if (kSanitizer) filter.always(SYS_pipe2, SECCOMP_RET_ALLOW);

  // New threads, but no new process; glibc falls back to clone() where clone3() is not there.
  filter.only_with_bits(SYS_clone, 0, CLONE_THREAD, kKill);
  filter.always(SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS);
  // No new code.
  filter.only_without_bits(SYS_mprotect, 2, PROT_EXEC, kRefuse);
#ifdef SYS_mmap
  filter.only_without_bits(SYS_mmap, 2, PROT_EXEC, kRefuse);
#endif
#ifdef SYS_mmap2
  filter.only_without_bits(SYS_mmap2, 2, PROT_EXEC, kRefuse);
#endif
  filter.when_equal(SYS_prctl, 0, PR_SET_NAME);
  filter.when_equal(SYS_tgkill, 0, static_cast<std::uint32_t>(::getpid()));  // abort()
  filter.when_equal(SYS_ioctl, 1, FIONREAD);
  filter.when_equal(
      SYS_ioctl, 1,
      static_cast<std::uint32_t>(DMA_BUF_IOCTL_SYNC));  // around reading a graphics card's memory
  filter.when_equal(SYS_prlimit64, 0, 0);               // our own limits, which may only be lowered
  for (int command : {F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD_CLOEXEC, F_ADD_SEALS})
    filter.when_equal(SYS_fcntl, 1, static_cast<std::uint32_t>(command));
#ifdef SYS_fcntl64
  for (int command : {F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD_CLOEXEC, F_ADD_SEALS})
    filter.when_equal(SYS_fcntl64, 1, static_cast<std::uint32_t>(command));
#endif
  for (int number : kRefused) filter.always(number, kRefuse);
  filter.answer(kKill);
  return filter;
}

bool limit(int resource, rlim_t value) {
  rlimit current{};
  if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &current) != 0) return false;
  if (current.rlim_max < value) value = current.rlim_max;
  const rlimit both{value, value};
  return ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both) == 0;
}

}  // namespace

Result<void> enter_sandbox() {
  // One arena for all threads: each other one reserves 64 MiB of address space.
  if (!kSanitizer) ::mallopt(M_ARENA_MAX, 2);
  if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_NOFILE, kDescriptors) ||
      (!kSanitizer && !limit(RLIMIT_AS, kAddressSpace)))
    return errno_error("the desktop worker cannot limit itself");
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return errno_error("the desktop worker cannot give up its privileges");
  Filter filter = make_filter();
  if (!filter.install())
    return errno_error(
        "the desktop worker needs a kernel with seccomp filters (CONFIG_SECCOMP_FILTER) and can't have one");
  return {};
}

}  // namespace gatehouse::desktop
