#include "appliance/desktop/rfb_session.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "appliance/base/log.h"

namespace gatehouse::desktop {
namespace {

// Of the levels 0-9, for a viewer that names none.
constexpr int kUsualVideo = 8;

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

void append(Bytes& to, const Bytes& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

RfbSession::RfbSession(int fd, const SharedScreen& screen, std::string name, std::function<void()> progress)
    : fd_(fd), screen_(screen), name_(std::move(name)), progress_(std::move(progress)), thread_([this] {
        run();
      }) {}

RfbSession::~RfbSession() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  ::shutdown(fd_, SHUT_RDWR);
  thread_.join();
}

// --- Main thread: what happened ---

void RfbSession::post(Bytes message) {
  const std::lock_guard lock(mutex_);
  append(outbox_, message);
  changed_.notify_one();
}

void RfbSession::initialise() {
  const std::lock_guard lock(mutex_);
  initialise_due_ = true;
  changed_.notify_one();
}

void RfbSession::set_viewing(bool viewing) {
  const std::lock_guard lock(mutex_);
  viewing_ = viewing;
  changed_.notify_one();
}

void RfbSession::set_wishes(const Wishes& wishes) {
  const std::lock_guard lock(mutex_);
  const bool extensions = (wishes.qemu_keys && !wishes_.qemu_keys) ||
                          (wishes.mouse_buttons && !wishes_.mouse_buttons) ||
                          (wishes.desktop_name && !wishes_.desktop_name);
  acknowledge_due_ = acknowledge_due_ || extensions;
  if (wishes.continuous_updates && !wishes_.continuous_updates)
    append(outbox_, messages::end_of_continuous_updates());
  if (wishes.extended_desktop_size && !wishes_.extended_desktop_size && !resize_due_) resize_due_ = Resize{};
  if (wishes.fence != wishes_.fence) flow_.reset();
  wishes_ = wishes;
  wishes_.video = wishes.video && !video_failed_;
  wishes_due_ = true;
  cursor_due_ = true;
  changed_.notify_one();
}

void RfbSession::request(bool incremental, hw::Rect area) {
  const std::lock_guard lock(mutex_);
  wanted_.add(area);
  wanted_.coarsen(kMostRects);
  if (!incremental) {
    repaint_.demand(area);
    if (wishes_.extended_desktop_size && !resize_due_) resize_due_ = Resize{};
  }
  changed_.notify_one();
}

void RfbSession::continuous(bool enabled, hw::Rect area) {
  const std::lock_guard lock(mutex_);
  continuous_ = enabled;
  continuous_area_ = area;
  if (!enabled) append(outbox_, messages::end_of_continuous_updates());
  changed_.notify_one();
}

void RfbSession::fence_returned(ByteView payload) {
  const std::lock_guard lock(mutex_);
  flow_.returned(payload, now());
  changed_.notify_one();
}

void RfbSession::damaged(const Region& region) {
  const std::lock_guard lock(mutex_);
  repaint_.damaged(region);
  changed_.notify_one();
}

void RfbSession::hurry() {
  const std::lock_guard lock(mutex_);
  flow_.hurry(now());
  changed_.notify_one();
}

void RfbSession::cursor_changed() {
  const std::lock_guard lock(mutex_);
  cursor_due_ = true;
  changed_.notify_one();
}

void RfbSession::resized(messages::SizeReason reason) {
  const std::lock_guard lock(mutex_);
  resize_due_ = Resize{reason, ResizeStatus::done};
  changed_.notify_one();
}

void RfbSession::resize_answered(ResizeStatus status) {
  const std::lock_guard lock(mutex_);
  resize_due_ = Resize{messages::SizeReason::this_viewer, status};
  changed_.notify_one();
}

bool RfbSession::hungry() const {
  const std::lock_guard lock(mutex_);
  return wants_picture() && !busy_;
}

std::size_t RfbSession::waiting() const {
  const std::lock_guard lock(mutex_);
  return outbox_.size();
}

// --- With the mutex held ---

bool RfbSession::wants_picture() const {
  return initialised_ && viewing_ && now() >= not_before_ &&
         (!wanted_.empty() || (continuous_ && flow_.open(now())));
}

Region RfbSession::requested() const {
  Region region = wanted_;
  if (continuous_) region.add(continuous_area_);
  region.clip_to(hw::Rect{0, 0, told_.width, told_.height});
  return region;
}

std::optional<SteadyTime> RfbSession::next_due() const {
  return wants_picture() ? repaint_.next_due() : std::nullopt;
}

bool RfbSession::update_due() const {
  if (!wants_picture()) return false;
  return resize_due_ || acknowledge_due_ || cursor_due_ || repaint_.due(requested(), now());
}

void RfbSession::announce(Encoder& encoder, Bytes& head) {
  if (resize_due_) {
    const Resize resize = *std::exchange(resize_due_, std::nullopt);
    const SharedScreen::Size size = screen_.size();
    const bool known = wishes_.extended_desktop_size || wishes_.desktop_size;
    const bool changed = known && !(size == told_);
    if (changed) {
      told_ = size;
      encoder.resize(size.width, size.height);
      repaint_.start(size.width, size.height);
      wanted_.add(hw::Rect{0, 0, size.width, size.height});
    }
    if (wishes_.extended_desktop_size)
      append(head, messages::extended_desktop_size(told_.width, told_.height, resize.reason, resize.status));
    else if (changed)
      append(head, messages::desktop_size(told_.width, told_.height));
  }
  if (std::exchange(acknowledge_due_, false)) {
    if (wishes_.qemu_keys) append(head, messages::acknowledgement(kQemuKeys));
    if (wishes_.mouse_buttons) append(head, messages::acknowledgement(kExtendedMouseButtons));
    if (wishes_.desktop_name) append(head, messages::desktop_name(name_));
  }
  if (std::exchange(cursor_due_, false)) {
    if (const auto shape = screen_.cursor()) {
      if (wishes_.cursor_with_alpha)
        append(head, messages::cursor_with_alpha(*shape));
      else if (wishes_.rich_cursor)
        append(head, messages::rich_cursor(*shape, wishes_.format));
    }
  }
}

RfbSession::Update RfbSession::plan(Encoder& encoder) {
  Update update;
  update.planned = true;
  announce(encoder, update.head);
  update.step = repaint_.plan(requested(), wishes_, now());
  update.wanted = std::exchange(wanted_, {});
  return update;
}

// Now that it is known what has changed.
void RfbSession::settle(Update& update, const Difference& difference) {
  repaint_.settle(update.step, difference, wishes_, now());
  if (update.head.empty() && update.step.empty()) return wanted_.add(update.wanted);
  update.paced = continuous_ && wishes_.fence;
  not_before_ = now() + picture_gap(wishes_);
  update.rate = {wishes_.quality < 0 ? kUsualVideo : wishes_.quality, flow_.bytes_per_second()};
}

// --- The session's thread ---

void RfbSession::run() {
  ::pthread_setname_np(::pthread_self(), "viewer");
  // The library writes to a socket whose other end may be gone.
  sigset_t pipe;
  ::sigemptyset(&pipe);
  ::sigaddset(&pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  const SharedScreen::Size size = screen_.size();
  if (const auto encoder = Encoder::open(fd_, size.width, size.height)) {
    while (serve(*encoder)) {
    }
  }
  finished_ = true;
  progress_();
}

// One round: waits for something to do and does it. False: the session is over.
bool RfbSession::serve(Encoder& encoder) {
  std::unique_lock lock(mutex_);
  const auto something = [this] {
    return stopping_ || !outbox_.empty() || initialise_due_ || wishes_due_ || update_due();
  };
  const bool paused = now() < not_before_;
  if (const auto due = paused ? not_before_ : next_due())
    changed_.wait_until(lock, *due, something);
  else
    changed_.wait(lock, [&] { return something() || next_due(); });
  if (stopping_) return false;

  if (std::exchange(wishes_due_, false)) encoder.set_wishes(wishes_);
  Bytes messages = std::exchange(outbox_, {});
  if (std::exchange(initialise_due_, false)) {
    told_ = screen_.size();
    encoder.resize(told_.width, told_.height);
    repaint_.start(told_.width, told_.height);
    initialised_ = true;
    append(messages, messages::server_init(told_.width, told_.height, name_));
  }
  Update update;
  busy_ = update_due();
  if (busy_) update = plan(encoder);
  lock.unlock();

  if (update.planned) {
    const Difference difference =
        screen_.bring_up_to_date(encoder.picture(), update.step.fresh, update.step.may_scroll);
    lock.lock();
    settle(update, difference);
    lock.unlock();
  }
  append(messages, update.head);
  if (!send(encoder, messages, update)) return false;
  if (update.planned) {
    if (!wait_until_taken()) return false;
    lock.lock();
    busy_ = false;
    lock.unlock();
  }
  // Hungry again, or willing to take answers again.
  if (update.planned || paused || !messages.empty()) progress_();
  return true;
}

// Between two fences where those pace it: the messages, tiles, video.
bool RfbSession::send(Encoder& encoder, Bytes& messages, const Update& update) {
  const Repaint::Step& step = update.step;
  const SteadyTime began = now();
  if (update.paced) {
    const std::lock_guard lock(mutex_);
    if (const auto payload = flow_.measure(began)) append(messages, messages::fence_request(*payload));
  }
  if (!messages.empty() && !encoder.write(messages)) return false;
  std::size_t size = 0;
  if (!step.moved.empty() || !step.tiles.empty()) {
    if (!encoder.send(step.moved, step.down, step.tiles, step.lossy)) return false;
    size += encoder.size();
  }
  const Bytes video = film(encoder.picture(), update);
  if (!video.empty() && !encoder.write(video)) return false;
  size += video.size();
  if (!update.paced) return true;
  Bytes payload;
  {
    const std::lock_guard lock(mutex_);
    payload = flow_.sent(began, size, step.lossy || !video.empty());
  }
  return encoder.write(messages::fence_request(payload));
}

// The message with the part that moves, if it goes out now.
Bytes RfbSession::film(const Picture& picture, const Update& update) {
  if (!update.planned) return {};
  const Repaint::Step::Video& video = update.step.video;
  const bool moves = video.part.width > 0;
  filming_ = moves;
  if (!moves) stream_.rest();
  if (video.changed.empty()) return {};
  auto message = stream_.update(video, picture, update.rate);
  if (message) return std::move(*message);
  log::warning("desktop", message.error().message + "; this viewer is sent tiles");
  stream_.rest();
  const std::lock_guard lock(mutex_);
  video_failed_ = true;
  wishes_.video = false;
  repaint_.demand(video.part);
  wanted_.add(update.wanted);
  return {};
}

bool RfbSession::wait_until_taken() {
  pollfd socket{fd_, POLLOUT, 0};
  while (::poll(&socket, 1, -1) < 0)
    if (errno != EINTR) return false;
  return (socket.revents & (POLLERR | POLLHUP)) == 0;
}

}  // namespace gatehouse::desktop
