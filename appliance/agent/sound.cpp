#include "appliance/agent/sound.h"

#include <unistd.h>

#include "appliance/agent/consent_window.h"

namespace gatehouse::agent {

SoundHost::SoundHost(net::EventLoop& loop, DisplayProvider& displays, SoundStarter start,
                     std::string worker_user, std::chrono::milliseconds keep)
    : loop_(loop),
      displays_(displays),
      start_(std::move(start)),
      worker_user_(std::move(worker_user)),
      keep_(keep) {}

void SoundHost::listen(std::uint64_t call, Events events) {
  idle_.reset();
  const auto& listener = listeners_[call] = std::move(events);
  listener.there(there_);
  if (!process_ && !again_) open();
}

void SoundHost::leave(std::uint64_t call) {
  if (listeners_.erase(call) > 0) rest_when_idle();
}

// Only root has to know whose the screen is.
void SoundHost::open() {
  if (opening_) return;
  if (::geteuid() != 0) return start(std::nullopt);
  opening_ = true;
  displays_.open([this, life = std::weak_ptr(life_)](const Result<desktop::DisplaySource>& source) {
    if (life.expired()) return;
    opening_ = false;
    if (!listeners_.empty()) start(source ? owner_of(source->x11_socket) : std::nullopt);
  });
}

void SoundHost::start(std::optional<uid_t> screen) {
  const auto place = sound_place(screen, who_sits_here(), worker_user_);
  if (!place) return gone(place.error().message);
  auto process = start_(place->account, place->start,
                        {
                            .recording = [this](bool on) { recording(on); },
                            .packet = [this](const sound::Packet& one) { packet(one); },
                            .exited = [this](const std::string& words) { gone(words); },
                        });
  if (!process) return gone(process.error().message);
  process_ = *std::move(process);
  watch_ = loop_.on_readable(process_->control_fd(), [this] { process_->on_readable(); });
}

void SoundHost::recording(bool on) {
  if (on) {
    backoff_.reset();
    said_.clear();
  }
  if (std::exchange(there_, on) == on) return;
  for_each([on](const Events& listener) { listener.there(on); });
}

void SoundHost::packet(const sound::Packet& packet) {
  for_each([&packet](const Events& listener) { listener.packet(packet); });
}

// Also where it could not be started. It is at work further up the stack.
void SoundHost::gone(const std::string& words) {
  watch_.reset();
  if (process_) loop_.post([done = std::shared_ptr<sound::SoundProcess>(std::move(process_))] {});
  recording(false);
  if (listeners_.empty()) return;
  if (std::exchange(said_, words) != words) log::warning("agent", "there is no sound to hear: " + words);
  again_ = loop_.after(backoff_.next(), [this] {
    const auto now = std::move(again_);
    if (!listeners_.empty()) open();
  });
}

// One that is told may leave.
void SoundHost::for_each(const std::function<void(const Events&)>& tell) {
  std::vector<std::uint64_t> calls;
  for (const auto& [call, listener] : listeners_) calls.push_back(call);
  for (const std::uint64_t call : calls) {
    const auto found = listeners_.find(call);
    if (found == listeners_.end()) continue;
    const Events listener = found->second;
    tell(listener);
  }
}

void SoundHost::rest_when_idle() {
  if (!listeners_.empty()) return;
  again_.reset();
  idle_ = loop_.after(keep_, [this] {
    watch_.reset();
    process_.reset();
    there_ = false;
  });
}

}  // namespace gatehouse::agent
