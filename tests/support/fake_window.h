// A consent window that tests hold in their hands: what it was told, and what its person says.
#pragma once
#include <sys/socket.h>

#include <memory>
#include <utility>
#include <vector>

#include "appliance/window/process.h"

namespace gatehouse::test {

class FakeWindow final : public window::WindowProcess {
 public:
  FakeWindow(window::Screen its_screen, window::WindowEvents events, FakeWindow*& last)
      : screen(std::move(its_screen)), events_(std::move(events)), last_(last) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) std::abort();
    control_.reset(ends[0]);
    far_.reset(ends[1]);
    last_ = this;
  }
  ~FakeWindow() override {
    if (last_ == this) last_ = nullptr;
  }

  int control_fd() const override { return control_.get(); }
  void on_readable() override {}
  void send(const window::Message& message) override { told.push_back(message); }

  void say(const window::Message& message) { events_.said(message); }
  void die() { events_.exited("killed by signal 9"); }

  // The last message of this kind, if there is one.
  template <class Kind>
  const Kind* heard() const {
    for (auto at = told.rbegin(); at != told.rend(); ++at)
      if (const auto* message = std::get_if<Kind>(&*at)) return message;
    return nullptr;
  }

  const window::Screen screen;
  std::vector<window::Message> told;

 private:
  const window::WindowEvents events_;
  UniqueFd control_, far_;
  FakeWindow*& last_;
};

struct FakeWindows {
  window::WindowStarter starter() {
    return [this](const window::Screen& screen,
                  window::WindowEvents events) -> Result<std::unique_ptr<window::WindowProcess>> {
      ++started;
      if (broken) return Error{"no window today"};
      return std::unique_ptr<window::WindowProcess>(
          std::make_unique<FakeWindow>(screen, std::move(events), last));
    };
  }
  int started = 0;
  bool broken = false;
  FakeWindow* last = nullptr;
};

}  // namespace gatehouse::test
