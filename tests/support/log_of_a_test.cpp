// Keeps what a test writes to standard error, and shows it only when the test fails: a failure is not to be looked for
// among thousands of lines of tests that passed.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "appliance/base/unique_fd.h"

#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "tests/support/catch.h"

// A sanitizer's runtime has it; what it reports ends the program, so it must not be kept.
extern "C" __attribute__((weak)) void __sanitizer_set_report_fd(void* fd);

namespace gatehouse::test {
namespace {

#if __has_include(<catch2/catch.hpp>)
using Listener = Catch::TestEventListenerBase;
#else
using Listener = Catch::EventListenerBase;
#endif

constexpr off_t kShown = 16 * 1024;

class LogOfATest : public Listener {
 public:
  using Listener::Listener;

  void testCaseStarting(const Catch::TestCaseInfo& test) override {
    Listener::testCaseStarting(test);
    terminal_.reset(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3));
    report_to(terminal_.get());
    log_.reset(::memfd_create("log of a test", MFD_CLOEXEC));
    // Children share the descriptor's place in the file, so that lines follow each other.
    if (log_) ::dup2(log_.get(), STDERR_FILENO);
  }

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    if (terminal_) ::dup2(terminal_.get(), STDERR_FILENO);
    report_to(STDERR_FILENO);
    if (log_ && !stats.totals.assertions.allOk()) show();
    log_.reset();
    terminal_.reset();
    Listener::testCaseEnded(stats);
  }

 private:
  static void report_to(std::intptr_t fd) {
    if (__sanitizer_set_report_fd != nullptr) __sanitizer_set_report_fd(reinterpret_cast<void*>(fd));
  }

  void show() const {
    struct stat about {};
    if (::fstat(log_.get(), &about) != 0) return;
    std::string text(static_cast<std::size_t>(std::min(about.st_size, kShown)), '\0');
    const ssize_t got =
        ::pread(log_.get(), text.data(), text.size(), std::max<off_t>(0, about.st_size - kShown));
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), std::max<ssize_t>(got, 0));
  }

  UniqueFd terminal_, log_;
};

CATCH_REGISTER_LISTENER(LogOfATest)

}  // namespace
}  // namespace gatehouse::test
