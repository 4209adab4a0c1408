#include "appliance/desktop/sandbox.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <thread>

#include "tests/support/catch.h"

namespace gatehouse::sandbox_test {

enum class End { allowed, refused, killed };

// What becomes of a process that does this in the cage. `deed` says whether it worked.
End in_cage(const std::function<bool()>& deed) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // Neither a crash report nor a core of what is meant to die.
    const int null = ::open("/dev/null", O_WRONLY);
    ::dup2(null, STDERR_FILENO);
    if (!desktop::enter_sandbox()) ::_exit(2);
    ::_exit(deed() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) {
    CHECK(WTERMSIG(status) == SIGSYS);
    return End::killed;
  }
  REQUIRE(WEXITSTATUS(status) != 2);
  return WEXITSTATUS(status) == 0 ? End::allowed : End::refused;
}

TEST_CASE("the desktop worker's cage keeps out what a worker never needs", "[desktop]") {
  struct Row {
    const char* name;
    std::function<bool()> deed;
  };
  const Row rows[] = {
      {"open", [] { return ::open("/etc/passwd", O_RDONLY) >= 0; }},
      {"creat", [] { return ::open("/tmp/gatehouse-cage", O_CREAT | O_WRONLY, 0600) >= 0; }},
      {"stat",
       [] {
         struct stat info {};
         return ::stat("/etc/passwd", &info) == 0;
       }},
      {"stat by the way of fstat",
       [] {
         struct stat info {};
         return ::fstatat(AT_FDCWD, "/etc/passwd", &info, AT_EMPTY_PATH) == 0;
       }},
      {"unlink", [] { return ::unlink("/tmp/gatehouse-cage") == 0 || errno == ENOENT; }},
      {"socket", [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }},
      {"unix socket", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }},
      {"connect",
       [] {
         sockaddr_in to{};
         to.sin_family = AF_INET;
         return ::connect(0, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0 || errno == ENOTSOCK;
       }},
      {"exec", [] { return ::execl("/bin/true", "true", nullptr) == 0; }},
      {"fork", [] { return ::fork() >= 0; }},
      {"raw clone", [] { return ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0; }},
      {"ptrace", [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }},
      {"read another process",
       [] {
         char byte;
         iovec here{&byte, 1}, there{&byte, 1};
         return ::syscall(SYS_process_vm_readv, ::getppid(), &here, 1, &there, 1, 0) >= 0;
       }},
      {"kill another process", [] { return ::kill(::getppid(), 0) == 0; }},
      {"executable memory",
       [] {
         return ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                MAP_FAILED;
       }},
      {"executable System V memory",
       [] {
         const int id = ::shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
         void* const memory = id < 0 ? nullptr : ::shmat(id, nullptr, SHM_EXEC);
         if (id >= 0) ::shmctl(id, IPC_RMID, nullptr);
         return id >= 0 && memory != reinterpret_cast<void*>(-1);
       }},
      {"io_uring", [] { return ::syscall(425, 8, nullptr) >= 0; }},
      {"mount", [] { return ::syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, nullptr) == 0; }},
      {"bpf", [] { return ::syscall(SYS_bpf, 0, nullptr, 0) >= 0; }},
      {"a thousand descriptors",
       [] {
         for (int i = 0; i < 1000; ++i)
           if (::fcntl(0, F_DUPFD_CLOEXEC, 3) < 0) return false;
         return true;
       }},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(in_cage(row.deed) != End::allowed);
  }
}

TEST_CASE("the cage is noticed when something dangerous is tried", "[desktop]") {
#ifndef GATEHOUSE_SANITIZED
  CHECK(in_cage([] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }) == End::killed);
  CHECK(in_cage([] { return ::execl("/bin/true", "true", nullptr) == 0; }) == End::killed);
#endif
  CHECK(in_cage([] { return ::open("/etc/passwd", O_RDONLY) >= 0; }) == End::refused);
}

TEST_CASE("what a worker needs works in the cage", "[desktop]") {
  CHECK(in_cage([] {
          int value = 0;
          std::thread([&] { value = 1; }).join();
          std::vector<char> memory(64 << 20, 1);
          timespec little{0, 1000};
          ::nanosleep(&little, nullptr);
          return value == 1 && memory.back() == 1;
        }) == End::allowed);
}

}  // namespace gatehouse::sandbox_test
