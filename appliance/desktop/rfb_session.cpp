#include "appliance/desktop/rfb_session.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace gatehouse::desktop {
namespace {

// Damage up to this many pixels is sent without loss: typing, menus, a moved window's edge. Above it JPEG
// costs less time and far fewer bytes for photographs and video, and text stays lossless anyway (it becomes
// palettes).
constexpr std::size_t kLosslessPixels = 32 * 1024;
// How long a lossy area must be still before it is sent again without loss, and how much of it at a time, so
// that what happens meanwhile waits no longer than one such piece takes.
constexpr std::chrono::milliseconds kStill{250};
constexpr std::size_t kRefinePixels = 256 * 1024;
constexpr std::chrono::milliseconds kBetweenPieces{20};

// A viewer may ask for any number of scattered pixels; each one more would make every later step slower.
constexpr unsigned long kMostRects = 64;

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

void append(Bytes& to, const Bytes& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// A viewer's canvas may copy itself whole for each copy within it. Keeps the largest rectangle of `moved` and
// gives the rest back, to be sent as pixels, unless those are many.
Region take_small_copies(Region& moved) {
  const auto rects = moved.rects();
  if (rects.size() < 2) return {};
  const Region largest(*std::max_element(
      rects.begin(), rects.end(),
      [](const hw::Rect& a, const hw::Rect& b) { return a.width * a.height < b.width * b.height; }));
  Region rest = moved;
  rest.subtract(largest);
  if (rest.pixels() > kLosslessPixels) return {};
  moved = largest;
  return rest;
}

// What `region` is after a scroll.
void shift(Region& region, const Scroll& scroll) {
  Region moved = region;
  moved.move(0, scroll.down);
  moved.clip_to(scroll.to);
  region.subtract(scroll.to);
  region.add(moved);
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
  wishes_due_ = true;
  cursor_due_ = true;
  changed_.notify_one();
}

void RfbSession::request(bool incremental, hw::Rect area) {
  const std::lock_guard lock(mutex_);
  wanted_.add(area);
  wanted_.coarsen(kMostRects);
  if (!incremental) {
    certain_.add(area);
    certain_.coarsen(kMostRects);
    damage_.add(certain_);
    damage_.coarsen(kMostRects);
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
  damage_.add(region);
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
  return initialised_ && viewing_ && (!wanted_.empty() || (continuous_ && flow_.open(now())));
}

Region RfbSession::requested() const {
  Region region = wanted_;
  if (continuous_) region.add(continuous_area_);
  region.clip_to(hw::Rect{0, 0, told_.width, told_.height});
  return region;
}

std::optional<SteadyTime> RfbSession::refinement_due() const {
  if (lossy_.empty() || !wants_picture()) return std::nullopt;
  return refine_at_;
}

bool RfbSession::update_due() const {
  if (!wants_picture()) return false;
  if (resize_due_ || acknowledge_due_ || cursor_due_) return true;
  Region region = requested();
  region.clip_to(damage_);
  return !region.empty() || (refinement_due() && *refinement_due() <= now());
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
      damage_ = certain_ = Region(hw::Rect{0, 0, size.width, size.height});
      lossy_.clear();
      hot_.clear();
      wanted_.add(damage_);
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

void RfbSession::choose_pixels(Update& update) {
  const Region area = requested();
  update.fresh = area;
  update.fresh.clip_to(damage_);
  if (refinement_due() && *refinement_due() <= now()) {
    Region settled = lossy_;
    settled.subtract(hot_);
    settled.subtract(damage_);
    settled.clip_to(area);
    update.refined = settled.take(kRefinePixels);
    lossy_.subtract(update.refined);
    if (settled.empty()) hot_.clear();
    refine_at_ = now() + (settled.empty() ? kStill : kBetweenPieces);
    // Many new pixels go next, and alone: they may be lossy.
    if (!update.refined.empty() && update.fresh.pixels() > kLosslessPixels) update.fresh.clear();
  }
  damage_.subtract(update.fresh);
  update.certain = certain_;
  update.certain.clip_to(update.fresh);
  certain_.subtract(update.certain);
  update.may_scroll = wishes_.copy_rect && update.certain.empty() && update.refined.empty();
}

RfbSession::Update RfbSession::plan(Encoder& encoder) {
  Update update;
  announce(encoder, update.head);
  choose_pixels(update);
  update.wanted = std::exchange(wanted_, {});
  return update;
}

// Now that it is known what has changed: what goes out, and what the viewer has then.
void RfbSession::settle(Update& update, const Difference& difference) {
  if (difference.scroll) {
    shift(lossy_, *difference.scroll);
    shift(hot_, *difference.scroll);
    update.moved = Region(difference.scroll->to);
    update.moved.subtract(difference.changed);
    update.down = difference.scroll->down;
  }
  update.region = difference.changed;
  update.region.add(take_small_copies(update.moved));
  update.region.add(update.certain);
  update.lossy =
      update.region.pixels() > kLosslessPixels && wishes_.encoding == kTight && wishes_.quality >= 0;
  update.region.add(update.refined);
  if (update.head.empty() && update.region.empty() && update.moved.empty()) return wanted_.add(update.wanted);
  if (update.lossy) {
    if (lossy_.empty()) refine_at_ = now() + kStill;
    lossy_.add(update.region);
    hot_.add(update.region);
  } else {
    lossy_.subtract(update.region);
    hot_.subtract(update.region);
  }
  update.paced = continuous_ && wishes_.fence;
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
  if (const auto due = refinement_due())
    changed_.wait_until(lock, *due, something);
  else
    changed_.wait(lock, [&] { return something() || refinement_due(); });
  if (stopping_) return false;

  if (std::exchange(wishes_due_, false)) encoder.set_wishes(wishes_);
  Bytes messages = std::exchange(outbox_, {});
  if (std::exchange(initialise_due_, false)) {
    told_ = screen_.size();
    encoder.resize(told_.width, told_.height);
    damage_ = certain_ = Region(hw::Rect{0, 0, told_.width, told_.height});
    initialised_ = true;
    append(messages, messages::server_init(told_.width, told_.height, name_));
  }
  Update update;
  if (update_due()) {
    update = plan(encoder);
    busy_ = true;
  }
  const bool planned = busy_;
  lock.unlock();

  if (planned) {
    const Difference difference =
        screen_.bring_up_to_date(encoder.picture(), update.fresh, update.may_scroll);
    lock.lock();
    settle(update, difference);
    lock.unlock();
  }
  append(messages, update.head);
  const SteadyTime began = now();
  if (update.paced) {
    lock.lock();
    if (const auto payload = flow_.measure(began)) append(messages, messages::fence_request(*payload));
    lock.unlock();
  }
  if (!messages.empty() && !encoder.write(messages)) return false;
  const bool pixels = !update.region.empty() || !update.moved.empty();
  if (pixels && !encoder.send(update.moved, update.down, update.region, update.lossy)) return false;
  if (update.paced) {
    lock.lock();
    const Bytes payload = flow_.sent(began, pixels ? encoder.size() : 0, update.lossy);
    lock.unlock();
    if (!encoder.write(messages::fence_request(payload))) return false;
  }
  if (planned) {
    if (!wait_until_taken()) return false;
    lock.lock();
    busy_ = false;
    lock.unlock();
  }
  // Hungry again, or willing to take answers again.
  if (planned || !messages.empty()) progress_();
  return true;
}

bool RfbSession::wait_until_taken() {
  pollfd socket{fd_, POLLOUT, 0};
  while (::poll(&socket, 1, -1) < 0)
    if (errno != EINTR) return false;
  return (socket.revents & (POLLERR | POLLHUP)) == 0;
}

}  // namespace gatehouse::desktop
