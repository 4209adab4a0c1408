#include <FL/Fl.H>
#include <FL/Fl_Window.H>
#include <FL/x.H>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>

#include "appliance/base/unique_fd.h"
#include "appliance/window/bar_window.h"
#include "appliance/window/elevation_window.h"
#include "appliance/window/lock_watch.h"
#include "appliance/window/no_libraries.h"
#include "appliance/window/paint.h"
#include "appliance/window/placement.h"
#include "appliance/window/process.h"
#include "appliance/window/prompt_window.h"

namespace gatehouse::window {
namespace {

[[noreturn]] void leave(const char* why) {
  std::fprintf(stderr, "gatehouse consent-window: %s\n", why);
  ::_exit(1);
}

void fatal(const char* format, ...) {
  std::fputs(format, stderr);
  leave("no window can be opened");
}

// The cookie as Xlib reads it: a file that nobody else can see.
UniqueFd authority_file(const Start& start) {
  constexpr std::uint16_t kAnyServer = 0xffff;  // FamilyWild
  ByteWriter entry;
  entry.u16(kAnyServer);
  entry.text16("");
  entry.text16("");
  entry.text16(start.auth_name);
  entry.text16(start.auth_data);
  UniqueFd file(::memfd_create("authority", MFD_CLOEXEC));
  const Bytes& bytes = entry.view();
  if (!file || ::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    leave("cannot hold the X server's cookie");
  return file;
}

void open_display(const Start& start) {
  const UniqueFd authority = authority_file(start);
  const std::string path = "/proc/self/fd/" + std::to_string(authority.get());
  ::setenv("DISPLAY", start.display.c_str(), 1);
  ::setenv("XAUTHORITY", path.c_str(), 1);
  Fl::fatal = fatal;
  fl_open_display();
  Fl::scheme("none");
  Fl_Window::default_xclass("gatehouse");
  find_scale();
}

class WindowMain {
 public:
  WindowMain(int control_fd, const Start& start)
      : control_fd_(control_fd), language_(language_of(start.language)) {}

  int run() {
    say(Ready{});
    Fl::add_fd(
        control_fd_, FL_READ, [](int, void* self) { static_cast<WindowMain*>(self)->hear(); }, this);
    while (!over_) {
      Fl::wait(1e9);
      if (answered_) remove_prompt();
    }
    return 0;
  }

 private:
  void say(const Message& message) {
    if (!send(control_fd_, message)) over_ = true;
  }

  void hear() {
    bool would_block = false;
    const auto received = receive(control_fd_, would_block);
    if (!received || !*received) {
      over_ = true;
      return;
    }
    const Message& message = **received;
    if (const auto* ask = std::get_if<Ask>(&message)) {
      put(ask->call,
          std::make_unique<PromptWindow>(*ask, language_,
                                         [this, call = ask->call](bool accepted, policy::Permissions chosen) {
                                           answer(Answer{call, accepted, chosen});
                                         }));
    } else if (const auto* elevation = std::get_if<AskElevation>(&message)) {
      put(elevation->call, std::make_unique<ElevationWindow>(
                               *elevation, language_, [this](const AnswerElevation& said) { answer(said); }));
    } else if (const auto* withdraw = std::get_if<Withdraw>(&message)) {
      if (withdraw->call == asked_) remove_prompt();
    } else if (const auto* running = std::get_if<Running>(&message)) {
      if (!bar_) bar_ = std::make_unique<BarWindow>(language_, [this](const Message& said) { say(said); });
      bar_->put(*running);
    } else if (const auto* chat = std::get_if<Chat>(&message)) {
      if (bar_) bar_->chat(*chat);
    } else if (const auto* gone = std::get_if<Over>(&message)) {
      if (bar_) bar_->remove(gone->call);
    } else if (std::holds_alternative<WatchLock>(message)) {
      watch_lock();
    } else {
      over_ = true;  // not for us
    }
  }

  void watch_lock() {
    if (!lock_) lock_ = std::make_unique<LockWatch>([this](bool locked) { tell_lock(locked); });
    tell_lock(lock_->is_locked());
  }

  // At once, not when the agent has heard of it: who stands before a locked screen reads no question.
  void tell_lock(bool locked) {
    if (locked && prompt_) remove_prompt();
    say(Locked{locked});
  }

  void remove_prompt() {
    answered_ = false;
    prompt_.reset();
    if (bar_) bar_->make_room(false);
  }

  void answer(const Message& said) {
    say(said);
    answered_ = true;  // the window is still at work
  }

  void put(std::uint64_t call, std::unique_ptr<QuestionWindow> question) {
    if (lock_ && lock_->is_locked()) return;  // the agent does not know it yet
    asked_ = call;
    answered_ = false;
    prompt_ = std::move(question);
    const bool has_bar = bar_ && bar_->shown();
    if (has_bar) bar_->make_room(true);
    const int below = has_bar ? bar_->y() + bar_->h() + px(40) : 0;
    prompt_->appear(below);
    // On a small screen who asks matters more than who is here.
    if (has_bar && prompt_->y() < below) go_behind(*bar_);
  }

  const int control_fd_;
  const Language language_;
  std::unique_ptr<QuestionWindow> prompt_;
  std::unique_ptr<BarWindow> bar_;
  std::unique_ptr<LockWatch> lock_;
  std::uint64_t asked_ = 0;  // by the last prompt
  bool answered_ = false, over_ = false;
};

}  // namespace

int run_window(int control_fd) {
  load_no_libraries();
  // What it says is the person's word: no program of the same account may put words into its mouth.
  ::prctl(PR_SET_DUMPABLE, 0);
  bool would_block = false;
  const auto first = receive(control_fd, would_block);
  const auto* start = first && *first ? std::get_if<Start>(&**first) : nullptr;
  if (start == nullptr) leave("it is the agent that starts this");
  open_display(*start);
  return WindowMain(control_fd, *start).run();
}

}  // namespace gatehouse::window
