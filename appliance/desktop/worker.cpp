#include "appliance/desktop/worker.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "appliance/base/log.h"

namespace gatehouse::desktop {
namespace {

// At most 60 pictures a second. What follows a key or a click is its answer, as a rule, and waits less.
constexpr std::chrono::microseconds kBetweenGrabs{16'600};
constexpr std::chrono::milliseconds kBetweenAnswers{4};
constexpr std::chrono::milliseconds kAnswering{50};

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

std::string machine_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "Gatehouse";
  return name.data();
}

}  // namespace

Worker::Worker(int control, hw::Display display, bool resizable)
    : control_(control),
      display_(std::move(display)),
      resizable_(resizable),
      name_(machine_name()),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      screen_(*display_.capture, display_.open_video),
      mixer_(*display_.input) {
  GH_ASSERT(wake_);
  // Comes out of SharedScreen::poll(), whose lock a session may wait for: passed on afterwards.
  display_.clipboard->on_changed([this](const std::string& text) { copied_ = text; });
}

Worker::~Worker() {
  display_.clipboard->on_changed({});
}

bool Worker::run() {
  refresh();
  tell_ready();
  while (!lost_) {
    wait();
    if (!hear_monitor()) return true;
    read_viewers();
    tell_encoders();
    resize_screen();
    look_at_display();
    if (damaged_ && now() >= next_grab() && anyone_hungry()) grab();
  }
  log::error("desktop", lost_->message);
  tell(worker::DisplayLost{});
  return false;
}

void Worker::wait() {
  std::vector<pollfd> watched{
      {control_, POLLIN, 0}, {wake_.get(), POLLIN, 0}, {display_.capture->fd(), POLLIN, 0}};
  for (const auto& [id, viewer] : viewers_)
    watched.push_back({viewer->readable() ? viewer->fd() : -1, POLLIN, 0});

  std::optional<SteadyTime> due = display_.capture->due();
  if (damaged_ && anyone_hungry()) due = due ? std::min(*due, next_grab()) : next_grab();
  if (const auto news = encoders_.due()) due = due ? std::min(*due, *news) : *news;
  timespec timeout{};
  if (due) {
    const auto left =
        std::max(std::chrono::nanoseconds(0), std::chrono::nanoseconds(*due - std::min(*due, now())));
    timeout.tv_sec = static_cast<time_t>(left.count() / 1'000'000'000);
    timeout.tv_nsec = static_cast<long>(left.count() % 1'000'000'000);
  }
  ::ppoll(watched.data(), watched.size(), due ? &timeout : nullptr, nullptr);
  std::uint64_t count;
  while (::read(wake_.get(), &count, sizeof(count)) < 0 && errno == EINTR) {
  }
}

// False: it is gone.
bool Worker::hear_monitor() {
  for (;;) {
    pollfd control{control_, POLLIN, 0};
    if (::poll(&control, 1, 0) <= 0) return true;
    bool would_block = false;
    auto received = worker::receive(control_, would_block);
    if (would_block) return true;
    if (!received || !*received) return false;
    const worker::Message& message = (*received)->message;
    if (const auto* viewer = std::get_if<worker::AddViewer>(&message)) {
      add(viewer->viewer, std::move((*received)->fd), viewer->permissions);
    } else if (const auto* set = std::get_if<worker::SetPermissions>(&message)) {
      const auto found = viewers_.find(set->viewer);
      if (found != viewers_.end()) found->second->set_permissions(set->permissions);
    } else if (const auto* remove = std::get_if<worker::RemoveViewer>(&message)) {
      viewers_.erase(remove->viewer);
      encoders_.forget(remove->viewer);
    }
  }
}

void Worker::add(std::uint64_t id, UniqueFd stream, policy::Permissions permissions) {
  if (!stream || viewers_.count(id))
    return tell(worker::ViewerEnded{id, "the desktop worker got no stream for this viewer"});
  if (viewers_.size() >= kViewersCap)
    return tell(worker::ViewerEnded{id, "too many viewers watch this machine; end another session first"});
  const auto wake = [fd = wake_.get()] {
    const std::uint64_t one = 1;
    while (::write(fd, &one, sizeof(one)) < 0 && errno == EINTR) {
    }
  };
  viewers_[id] = std::make_unique<Viewer>(id, std::move(stream), permissions, screen_, mixer_,
                                          static_cast<Viewer::Machine&>(*this), name_, wake);
}

void Worker::read_viewers() {
  const std::uint64_t inputs = mixer_.count();
  std::vector<std::pair<std::uint64_t, std::string>> over;
  for (auto& [id, viewer] : viewers_) {
    if (viewer->session().finished()) {
      over.emplace_back(id, "");
    } else if (viewer->readable()) {
      auto there = viewer->read();
      if (!there) over.emplace_back(id, there.error().message);
      if (there && !*there) over.emplace_back(id, "");
    }
  }
  if (mixer_.count() != inputs) {
    last_input_ = now();
    for (auto& [id, viewer] : viewers_) viewer->session().hurry();
  }
  for (const auto& [id, error] : over) end(id, error);
}

void Worker::end(std::uint64_t id, const std::string& error) {
  if (!error.empty()) log::warning("desktop", "viewer " + std::to_string(id) + ": " + error);
  viewers_.erase(id);
  encoders_.forget(id);
  tell(worker::ViewerEnded{id, error});
}

void Worker::look_at_display() {
  const auto changes = screen_.poll();
  if (!changes) {
    lost_ = changes.error();
    return;
  }
  damaged_ = damaged_ || changes->damaged || changes->resized;
  if (const auto text = std::exchange(copied_, std::nullopt))
    for (auto& [id, viewer] : viewers_) viewer->offer_clipboard(*text);
  if (changes->cursor)
    for (auto& [id, viewer] : viewers_) viewer->session().cursor_changed();
  if (changes->resized) {
    for (auto& [id, viewer] : viewers_) {
      const auto reason = !resizing_         ? messages::SizeReason::server
                          : *resizing_ == id ? messages::SizeReason::this_viewer
                                             : messages::SizeReason::other_viewer;
      viewer->session().resized(reason);
    }
    resizing_.reset();
    tell_ready();
  }
}

void Worker::grab() {
  const auto rects = screen_.grab();
  if (!rects) {
    lost_ = rects.error();
    return;
  }
  damaged_ = false;
  // One that came a little late does not put off the next, or there would never be 60 a second.
  const SteadyTime due = next_grab(), taken = now();
  last_grab_ = due <= taken && taken - due < kBetweenGrabs / 2 ? due : taken;
  Region region;
  for (const hw::Rect& rect : *rects) region.add(rect);
  for (auto& [id, viewer] : viewers_) viewer->session().damaged(region);
}

SteadyTime Worker::next_grab() const {
  if (now() - last_input_ < kAnswering) return last_grab_ + kBetweenAnswers;
  return last_grab_ + kBetweenGrabs;
}

void Worker::refresh() {
  look_at_display();
  if (damaged_) grab();
}

bool Worker::anyone_hungry() {
  return std::any_of(viewers_.begin(), viewers_.end(),
                     [](auto& entry) { return entry.second->session().hungry(); });
}

void Worker::tell(const worker::Message& message) {
  // A monitor that is gone is noticed by reading.
  if (auto told = worker::send(control_, message); !told) log::warning("desktop", told.error().message);
}

void Worker::tell_ready() {
  const SharedScreen::Size size = screen_.size();
  if (size == told_) return;
  told_ = size;
  tell(worker::Ready{static_cast<std::uint16_t>(size.width), static_cast<std::uint16_t>(size.height),
                     display_.capture->name()});
}

void Worker::tell_encoders() {
  for (const auto& [id, viewer] : viewers_)
    if (const char* encoder = viewer->encoder()) encoders_.note(id, encoder, now());
  for (const auto& [viewer, encoder] : encoders_.take(now())) tell(worker::ViewerEncoder{viewer, encoder});
}

void Worker::set_clipboard(std::string text) {
  display_.clipboard->set_text(std::move(text));
}

void Worker::resize(std::uint64_t viewer, int width, int height) {
  size_wishes_[viewer] = {width, height};
}

// A new size takes milliseconds, and what was read may hold hundreds of wishes.
void Worker::resize_screen() {
  for (const auto& [id, size] : std::exchange(size_wishes_, {}))
    if (viewers_.contains(id)) try_resize(id, size);
}

void Worker::try_resize(std::uint64_t viewer, SharedScreen::Size size) {
  RfbSession& session = viewers_.at(viewer)->session();
  if (!resizable_) return session.resize_answered(ResizeStatus::prohibited);
  if (screen_.size() == size) return session.resize_answered(ResizeStatus::done);
  if (!screen_.resize(size.width, size.height)) return session.resize_answered(ResizeStatus::invalid_layout);
  resizing_ = viewer;  // who is answered, with all others, when the new size is there
}

}  // namespace gatehouse::desktop
