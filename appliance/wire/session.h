// Frames between viewer and agent, and the messages on their control channel (PROTOCOL.md, section 2).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "appliance/base/bytes.h"
#include "appliance/wire/close_reason.h"
#include "appliance/wire/link.h"

namespace gatehouse::wire {

enum class Channel : std::uint8_t { control = 0, rfb = 1, sound = 3, terminal = 6 };

inline constexpr std::size_t kFrameHeader = 4;
inline constexpr std::size_t kFrameCap = 262144;  // bytes of payload

enum class SessionState : std::uint8_t { starting = 1, waiting = 2, open = 3 };

// Of every session's handshake (Noise, section 6), and what a message of it may have.
inline constexpr std::string_view kPrologue = "gatehouse session";
inline constexpr std::size_t kHandshakeCap = 8192;

// The payload of the viewer's handshake message, and never in a frame.
struct ViewerHello {
  std::uint16_t version = kVersion;
  std::string ticket;
};
struct State {
  SessionState state = SessionState::starting;
  std::uint32_t permissions = 0;
};
struct Close {
  CloseReason reason = CloseReason::none;
};

// The viewer may come in with nobody asked, by what is asked for here.
struct Ask {
  enum class What : std::uint8_t { password = 1, code = 2 };
  What what = What::password;
  bool refused = false;            // the last answer was wrong
  std::uint16_t wait_seconds = 0;  // sooner, an answer counts for nothing
};
inline constexpr std::size_t kAnswerCap = 128;
struct Answer {
  std::string text;
};

// The viewer wants to act as the machine's administrator, or not any more.
struct Elevate {
  enum class Mode : std::uint8_t { give_back = 0, person_names = 1, viewer_names = 2 };
  Mode mode = Mode::give_back;
  std::string user, password;  // of an administrator; empty unless viewer_names
};
inline constexpr std::size_t kElevateUserCap = 64, kElevatePasswordCap = 512;
struct Elevation {
  enum class Is : std::uint8_t { off = 1, asked = 2, checking = 3, on = 4 };
  enum class Why : std::uint8_t {
    none = 0,
    person_said_no = 1,
    wrong = 2,  // name or password
    no_administrator = 3,
    cannot = 4,  // the agent is not root, or PAM is missing
    nobody_there = 5,
    too_many = 6,  // wrong ones
    ended_at_machine = 7,
  };
  Is is = Is::off;
  Why why = Why::none;             // with off
  std::uint16_t wait_seconds = 0;  // sooner, asking again is refused
};

// Of the sessions that may type or point, one at a time does.
inline constexpr std::size_t kControlsNameCap = 128;
struct Controls {
  enum class Holder : std::uint8_t { nobody = 0, you = 1, another = 2 };
  Holder holder = Holder::nobody;
  std::string name;     // of the other holder
  bool wish = false;    // this viewer's waits
  std::string asking;   // with `you`: whose wish waits longest; empty: nobody's
  bool shared = false;  // others may type or point, too
  bool operator==(const Controls&) const = default;
};
struct Wish {
  enum class What : std::uint8_t { let_go = 0, have = 1, keep = 2 };
  What what = What::let_go;
};

// Between the viewer and the person at the machine, with line breaks. Whoever shows it makes it fit to be shown.
inline constexpr std::size_t kChatCap = 1000;  // bytes, and at least one
struct Chat {
  std::string words;
};
// Whether a person at the machine sees who is connected, and can read and answer.
struct Person {
  bool there = false;
};

// One message a frame, on channel 0.
using Control = std::variant<ViewerHello, State, Close, Ping, Pong, Ask, Answer, Elevate, Elevation, Controls,
                             Wish, Chat, Person>;

// One message, without a frame around it.
Bytes encode_message(const Control& message);
// A whole frame, ready to send.
Bytes encode_control(const Control& message);
// The payload of a frame on the control channel, or of the handshake. Nothing: it is not a message.
std::optional<Control> decode_control(ByteView payload);

// Appends `payload` (not empty) as frames of `channel`, cut where the cap demands it.
void append_frames(Bytes& out, Channel channel, ByteView payload);

struct Frame {
  Channel channel = Channel::control;
  ByteView payload;  // valid until the reader is fed again, or wipes it
};

// Cuts a byte stream into frames; holds at most one unfinished frame.
class FrameReader {
 public:
  // Appends bytes that arrived; take all frames before feeding again.
  void feed(ByteView data);
  // The next whole frame; nothing: more bytes are needed, or broken().
  std::optional<Frame> next();
  // Overwrites the frame that next() gave last: there was a password in it.
  void wipe_last();
  // The peer broke the protocol; nothing more is read.
  bool broken() const { return broken_; }

 private:
  Bytes buffer_;
  std::size_t at_ = 0, last_ = 0;  // where the next frame begins, and the last one's payload
  bool broken_ = false;
};

}  // namespace gatehouse::wire
