#include "appliance/desktop/viewer.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace gatehouse::desktop {

using policy::Permission;

namespace {

// Little may wait in the socket, so that an update is new when it is sent; an update larger than this is
// written as the viewer takes it.
constexpr int kSendBuffer = 128 * 1024;

UniqueFd prepared(UniqueFd stream) {
  ::fcntl(stream.get(), F_SETFL, ::fcntl(stream.get(), F_GETFL) | O_NONBLOCK);
  ::setsockopt(stream.get(), SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof(kSendBuffer));
  return stream;
}

}  // namespace

Viewer::Viewer(std::uint64_t id, UniqueFd stream, policy::Permissions permissions, const SharedScreen& screen,
               InputMixer& mixer, Machine& machine, const std::string& name, std::function<void()> progress)
    : id_(id),
      stream_(prepared(std::move(stream))),
      mixer_(mixer),
      machine_(machine),
      gate_(*this, permissions),
      session_(stream_.get(), screen, name, std::move(progress)) {
  session_.set_viewing(permissions.has(Permission::view_screen));
}

Viewer::~Viewer() {
  mixer_.forget(id_);
}

Result<bool> Viewer::read() {
  std::array<std::uint8_t, 16 * 1024> bytes;
  const ssize_t size = ::recv(stream_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  if (size == 0) return false;
  auto fed = gate_.feed(ByteView(bytes).first(static_cast<std::size_t>(size)));
  if (!fed) return fed.error();
  return true;
}

void Viewer::set_permissions(policy::Permissions permissions) {
  gate_.set_permissions(permissions);
  session_.set_viewing(permissions.has(Permission::view_screen));
  if (!permissions.has(Permission::keyboard)) mixer_.release_keys(id_);
  if (!permissions.has(Permission::pointer)) mixer_.release_buttons(id_);
}

void Viewer::send(Bytes message) {
  session_.post(std::move(message));
}
void Viewer::initialised() {
  machine_.refresh();
  session_.initialise();
  encoder_ = encoder_name({});
}

void Viewer::wishes_changed(const Wishes& wishes) {
  session_.set_wishes(wishes);
  encoder_ = encoder_name(wishes);
}
void Viewer::update_requested(bool incremental, hw::Rect area) {
  session_.request(incremental, area);
}
void Viewer::continuous_updates(bool enabled, hw::Rect area) {
  session_.continuous(enabled, area);
}
void Viewer::fence_returned(ByteView payload) {
  session_.fence_returned(payload);
}
void Viewer::key(std::uint32_t keysym, std::uint32_t xt_code, bool down) {
  mixer_.key(id_, keysym, xt_code, down);
}
void Viewer::pointer(int x, int y, std::uint32_t buttons) {
  mixer_.pointer(id_, x, y, buttons);
}
void Viewer::clipboard(std::string text) {
  machine_.set_clipboard(std::move(text));
}
void Viewer::resize(int width, int height) {
  machine_.resize(id_, width, height);
}

void Viewer::resize_refused(ResizeStatus status) {
  session_.resize_answered(status);
}

}  // namespace gatehouse::desktop
