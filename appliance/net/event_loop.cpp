#include "appliance/net/event_loop.h"

#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include "appliance/net/loop_impl.h"

namespace gatehouse::net {
namespace {

// A handle owns its state; handlers that are already queued hold it weakly, so a dropped handle's task never
// runs. drop() runs at once even when the handle goes inside its own task: a descriptor must be let go before
// it is closed.
template <class State>
class OwningHandle final : public EventLoop::Handle {
 public:
  explicit OwningHandle(std::shared_ptr<State> state) : state_(std::move(state)) {}
  ~OwningHandle() override { state_->drop(); }

 private:
  std::shared_ptr<State> state_;
};

struct Timer {
  Timer(asio::io_context& context, EventLoop::Task what) : timer(context), task(std::move(what)) {}
  void drop() {
    dropped = true;
    timer.cancel();
  }
  asio::steady_timer timer;
  EventLoop::Task task;
  bool dropped = false;
};

// `period` of zero: once.
void arm(const std::shared_ptr<Timer>& state, std::chrono::milliseconds period) {
  state->timer.async_wait([weak = std::weak_ptr(state), period](std::error_code failure) {
    const std::shared_ptr<Timer> held = weak.lock();
    if (!held || held->dropped || failure) return;
    if (period.count() > 0) {
      held->timer.expires_at(held->timer.expiry() + period);
      arm(held, period);
    }
    held->task();
  });
}

struct Readable {
  Readable(asio::io_context& context, int fd, EventLoop::Task what)
      : descriptor(context, fd), task(std::move(what)) {}
  ~Readable() { drop(); }
  void drop() {
    if (descriptor.is_open()) descriptor.release();  // the descriptor is the caller's
  }
  asio::posix::stream_descriptor descriptor;
  EventLoop::Task task;
};

void arm(const std::shared_ptr<Readable>& state) {
  state->descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                               [weak = std::weak_ptr(state)](std::error_code failure) {
                                 const std::shared_ptr<Readable> held = weak.lock();
                                 if (!held || failure || !held->descriptor.is_open()) return;
                                 held->task();
                                 if (held->descriptor.is_open()) arm(held);
                               });
}

struct Signal {
  Signal(asio::io_context& context, int number, EventLoop::Task what)
      : set(context, number), task(std::move(what)) {}
  void drop() {
    dropped = true;
    set.cancel();
  }
  asio::signal_set set;
  EventLoop::Task task;
  bool dropped = false;
};

void arm(const std::shared_ptr<Signal>& state) {
  state->set.async_wait([weak = std::weak_ptr(state)](std::error_code failure, int) {
    const std::shared_ptr<Signal> held = weak.lock();
    if (!held || held->dropped || failure) return;
    held->task();
    if (!held->dropped) arm(held);
  });
}

}  // namespace

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::run() {
  impl_->thread = std::this_thread::get_id();
  impl_->context.run();
  impl_->thread = std::thread::id();
  impl_->context.restart();
}

void EventLoop::stop() {
  impl_->context.stop();
}

void EventLoop::post(Task task) {
  asio::post(impl_->context, std::move(task));
}

bool EventLoop::in_loop_thread() const {
  return impl_->thread.load() == std::this_thread::get_id();
}

EventLoop::HandlePtr EventLoop::after(std::chrono::milliseconds delay, Task task) {
  auto state = std::make_shared<Timer>(impl_->context, std::move(task));
  state->timer.expires_after(delay);
  arm(state, std::chrono::milliseconds(0));
  return std::make_unique<OwningHandle<Timer>>(std::move(state));
}

EventLoop::HandlePtr EventLoop::every(std::chrono::milliseconds period, Task task) {
  auto state = std::make_shared<Timer>(impl_->context, std::move(task));
  state->timer.expires_after(period);
  arm(state, period);
  return std::make_unique<OwningHandle<Timer>>(std::move(state));
}

EventLoop::HandlePtr EventLoop::on_readable(int fd, Task task) {
  auto state = std::make_shared<Readable>(impl_->context, fd, std::move(task));
  arm(state);
  return std::make_unique<OwningHandle<Readable>>(std::move(state));
}

EventLoop::HandlePtr EventLoop::on_signal(int signal_number, Task task) {
  auto state = std::make_shared<Signal>(impl_->context, signal_number, std::move(task));
  arm(state);
  return std::make_unique<OwningHandle<Signal>>(std::move(state));
}

}  // namespace gatehouse::net
