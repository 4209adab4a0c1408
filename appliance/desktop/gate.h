// The gate: every byte a viewer sends is parsed here, and only here. Whole, bounded, permitted messages
// become calls of GateEvents; anything else ends the session with a sentence that names the rule. Pure: no
// I/O, no clock, one thread.
//
// An allow-list. The messages of RFC 6143 7.5 and of rfbproto's ContinuousUpdates, Fence, SetDesktopSize,
// QEMU key event and extended clipboard, each one only after the viewer announced the encoding that brings
// it. What is well-formed but not permitted is dropped (permissions may change while a message is on its
// way), except a wish for a new size, which must be answered. Nothing of what a viewer sends reaches
// libvncserver.
#pragma once
#include <cstdint>
#include <string>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/desktop/wishes.h"
#include "appliance/policy/permissions.h"
#include "hw/frame.h"

namespace gatehouse::desktop {

// ExtendedDesktopSize status codes (rfbproto).
enum class ResizeStatus : std::uint8_t { done = 0, prohibited = 1, out_of_resources = 2, invalid_layout = 3 };

class GateEvents {
 public:
  virtual ~GateEvents() = default;
  // A whole message for the viewer, to go out at the next border between messages.
  virtual void send(Bytes message) = 0;
  // The handshake is over: ServerInit is due.
  virtual void initialised() = 0;
  virtual void wishes_changed(const Wishes& wishes) = 0;
  // `area` is as the viewer sent it: up to 65535 in each direction, to be clipped.
  virtual void update_requested(bool incremental, hw::Rect area) = 0;
  virtual void continuous_updates(bool enabled, hw::Rect area) = 0;
  // Our fence came back.
  virtual void fence_returned(ByteView payload) = 0;
  virtual void key(std::uint32_t keysym, std::uint32_t xt_code, bool down) = 0;
  virtual void pointer(int x, int y, std::uint32_t buttons) = 0;
  // UTF-8 with LF line ends, at most hw::kClipboardCap.
  virtual void clipboard(std::string text) = 0;
  virtual void resize(int width, int height) = 0;
  virtual void resize_refused(ResizeStatus status) = 0;
};

class Gate {
 public:
  // 8 bytes of head and a clipboard text: the most that is ever held of a message that is not whole yet.
  static constexpr std::size_t kHoldCap = 16 + 1024 * 1024;
  static constexpr std::size_t kEncodingsCap = 128;
  static constexpr std::size_t kSkipCap = 64 * 1024 * 1024;

  Gate(GateEvents& events, policy::Permissions permissions) : events_(events), permissions_(permissions) {}

  // The viewer's next bytes, in any portions. After an error the gate takes nothing more.
  Result<void> feed(ByteView data);
  void set_permissions(policy::Permissions permissions) { permissions_ = permissions; }

  // The machine's clipboard has new text (UTF-8): told to the viewer in the way it understands, if it may
  // have it.
  void offer_clipboard(const std::string& text);

  bool in_session() const { return state_ == State::session; }

 private:
  enum class State { version, security, client_init, session, ended };
  // How many bytes of `data` the message at its front took; 0: it is not whole yet.
  using Taken = Result<std::size_t>;

  Taken take(ByteView data);
  Taken version(ByteView data);
  Taken security(ByteView data);
  Taken client_init();
  Taken message(ByteView data);
  Taken pixel_format(ByteView data);
  Taken encodings(ByteView data);
  Taken update_request(ByteView data);
  Taken key_event(ByteView data);
  Taken pointer_event(ByteView data);
  Taken cut_text(ByteView data);
  Taken continuous(ByteView data);
  Taken fence(ByteView data);
  Taken desktop_size(ByteView data);
  Taken qemu(ByteView data);
  Result<void> extended_clipboard(ByteView body);

  bool may(policy::Permission permission) const { return permissions_.has(permission); }

  GateEvents& events_;
  policy::Permissions permissions_;
  State state_ = State::version;
  int minor_version_ = 8;
  Bytes held_;            // the front of a message that is not whole yet
  std::size_t skip_ = 0;  // bytes of an oversized clipboard text still to be ignored
  Wishes wishes_;
  std::uint32_t viewer_clipboard_ = 0;  // flags of the viewer's extended clipboard capabilities
  std::string offered_text_;            // what a viewer that was notified may ask for, once
};

}  // namespace gatehouse::desktop
