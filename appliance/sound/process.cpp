#include "appliance/sound/process.h"

#include <chrono>

#include "appliance/base/child_process.h"

namespace gatehouse::sound {
namespace {

using Clock = std::chrono::steady_clock;

// Of packets: what there are in a second, and what a moment of the agent's may hold up.
constexpr double kAtOnce = 200, kEverySecond = 60;

class ForkedSound final : public SoundProcess {
 public:
  ForkedSound(ChildProcess child, SoundEvents events)
      : child_(std::move(child)), events_(std::move(events)) {}

  int control_fd() const override { return child_.socket(); }

  void on_readable() override {
    std::string words;
    for (;;) {
      bool would_block = false;
      const auto received = receive(child_.socket(), would_block);
      if (would_block) return;
      if (!received) words = received.error().message;
      if (!received || !*received) break;
      if (!said(**received, words)) break;
    }
    const int status = child_.reap();
    const auto exited = events_.exited;  // its owner may destroy this object now
    exited(words.empty() ? exit_words(status) : words);
  }

 private:
  bool said(const Message& message, std::string& words) {
    if (const auto* recording = std::get_if<Recording>(&message)) {
      events_.recording(recording->on);
    } else if (const auto* packet = std::get_if<Packet>(&message)) {
      if (!has_leave()) {
        words = "it says more than there can be to hear";
        return false;
      }
      events_.packet(*packet);
    } else if (const auto* failed = std::get_if<Failed>(&message)) {
      words = printable(failed->words);
      return false;
    } else {
      words = "it says what only the agent may";
      return false;
    }
    return true;
  }

  bool has_leave() {
    const auto now = Clock::now();
    leave_ += std::chrono::duration<double>(now - std::exchange(last_, now)).count() * kEverySecond;
    leave_ = std::min(leave_, kAtOnce) - 1;
    return leave_ >= 0;
  }

  // For the log: the process is not ours alone.
  static std::string printable(std::string words) {
    for (char& c : words) {
      if (c < 0x20 || c > 0x7e) c = '?';
    }
    return words;
  }

  ChildProcess child_;
  const SoundEvents events_;
  double leave_ = kAtOnce;
  Clock::time_point last_ = Clock::now();
};

}  // namespace

Result<std::unique_ptr<SoundProcess>> SoundProcess::start(const std::string& program,
                                                          const std::optional<Account>& account,
                                                          const Start& start, SoundEvents events) {
  static_assert(kSoundControlFd == kPassedFd);
  auto child = ChildProcess::start({program, "sound-recorder", "the sound process", account});
  if (!child) return child.error();
  if (auto told = send(child->socket(), start); !told) return told.error();
  return std::unique_ptr<SoundProcess>(std::make_unique<ForkedSound>(*std::move(child), std::move(events)));
}

}  // namespace gatehouse::sound
