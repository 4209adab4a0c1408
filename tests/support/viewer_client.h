// A viewer without a browser: asks the portal for a connection, opens the stream and speaks session frames
// (PROTOCOL.md, section 2). The RFB bytes of channel 1 come out of, and go into, a plain descriptor.
#pragma once
#include <sys/socket.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>

#include "appliance/base/text.h"
#include "appliance/wire/session.h"
#include "appliance/wire/sound.h"
#include "appliance/wire/terminal.h"
#include "tests/support/https_client.h"
#include "tests/support/patience.h"
#include "tests/support/sealed_viewer.h"

namespace gatehouse::test {

class ViewerClient {
 public:
  // The first relay that is offered, or the appliance.
  enum class By { appliance, relay };
  // Asks for `address` with the rights of `client`. status() tells what the portal said; open() whether the
  // stream is up. `origin`: of the page that opens it; empty: the appliance's.
  ViewerClient(HttpsClient& client, const std::string& address, By by = By::appliance,
               const std::string& origin = {}) {
    const Reply reply =
        client.request("POST", "/api/v1/connections",
                       {{"address", address}, {"viewer_key", base64url(as_text(end_.key()))}});
    status_ = reply.status;
    if (status_ != 201) return;
    offer_ = reply.json();
    session_id_ = offer_["session_id"].get<std::string>();
    if (by == By::appliance) {
      socket_ = std::make_unique<WebSocketClient>(client, offer_["stream_path"].get<std::string>());
    } else {
      const std::string before = "wss://127.0.0.2:",
                        url = offer_["relays"][0]["stream_url"].get<std::string>();
      const auto path = url.find('/', before.size());
      const HttpsClient relay(static_cast<std::uint16_t>(std::stoi(url.substr(before.size()))), client.ca(),
                              "127.0.0.2");
      socket_ = std::make_unique<WebSocketClient>(
          relay, url.substr(path),
          Headers{{"origin", origin.empty() ? client.origin() : origin}, {"cookie", ""}});
    }
    if (!socket_->open()) return;
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return;
    rfb_.reset(ends[0]);
    far_.reset(ends[1]);
    const std::string device_key = from_base64url(reply.json()["device_key"].get<std::string>()).value();
    socket_->send(
        end_.greet(*seal::public_key_from(as_bytes(device_key)), reply.json()["ticket"].get<std::string>()));
    receiver_ = std::thread([this] { receive(); });
    sender_ = std::thread([this] { forward(); });
  }
  ~ViewerClient() {
    ::shutdown(far_.get(), SHUT_RDWR);
    if (socket_) ::shutdown(socket_->fd(), SHUT_RDWR);
    if (receiver_.joinable()) receiver_.join();
    if (sender_.joinable()) sender_.join();
  }

  int status() const { return status_; }
  // What the portal answered.
  const Json& offer() const { return offer_; }
  bool open() const { return socket_ && socket_->open(); }
  const std::string& session_id() const { return session_id_; }
  // The session's RFB bytes, blocking; once.
  UniqueFd take_rfb() { return std::move(rfb_); }
  WebSocketClient& socket() { return *socket_; }

  bool wait_open(std::chrono::milliseconds deadline = kSoon) {
    wait([this] { return state_ == wire::SessionState::open || close_code_ != 0; }, deadline);
    if (state_ != wire::SessionState::open) {
      std::fprintf(stderr, "the session is not open: status %d, close code %d, offer %s\n", status_,
                   close_code_.load(), offer_.dump().c_str());
    }
    return state_ == wire::SessionState::open;
  }
  // The WebSocket's close code, once the appliance has closed it; 0 at the deadline.
  int wait_closed(std::chrono::milliseconds deadline = kSoon) {
    wait([this] { return close_code_ != 0; }, deadline);
    return close_code_;
  }
  std::uint32_t permissions() const { return permissions_; }
  // What the machine said last of it, and what was printed in a terminal.
  std::optional<wire::Elevation> elevation() {
    const std::lock_guard lock(noting_);
    return elevation_;
  }
  std::string printed() {
    const std::lock_guard lock(noting_);
    return printed_;
  }
  // What the machine said last of its sound, and the packets that came. Each is told of at once, unless `deaf`.
  std::optional<wire::SoundState> sound() {
    const std::lock_guard lock(noting_);
    return sound_;
  }
  std::vector<wire::SoundPacket> packets() {
    const std::lock_guard lock(noting_);
    return packets_;
  }
  std::atomic<bool> deaf = false;
  // Sealed; once the session is open.
  void send(const Bytes& bytes) {
    const std::lock_guard lock(sending_);
    socket_->send(end_.seal(bytes));
  }

 private:
  template <class Condition>
  bool wait(Condition condition, std::chrono::milliseconds deadline) {
    const auto until = std::chrono::steady_clock::now() + deadline;
    while (open() && !condition() && std::chrono::steady_clock::now() < until) ::usleep(2000);
    return condition();
  }

  void receive() {
    wire::FrameReader frames;
    while (const auto message = socket_->receive(std::chrono::minutes(2))) {
      if (message->opcode == 8) {
        close_code_ = message->close_code;
        break;
      }
      {
        const std::lock_guard lock(sending_);
        opened_ = end_.open(as_bytes(message->payload));
      }
      frames.feed(opened_);
      while (const auto frame = frames.next()) {
        if (frame->channel == wire::Channel::rfb) {
          write_all(far_.get(), as_text(frame->payload));
        } else if (frame->channel == wire::Channel::terminal) {
          const auto said = wire::decode_terminal(frame->payload);
          const std::lock_guard lock(noting_);
          if (const auto* bytes = said ? std::get_if<wire::TerminalBytes>(&*said) : nullptr)
            printed_ += bytes->bytes;
        } else if (frame->channel == wire::Channel::sound) {
          hear(wire::decode_sound(frame->payload));
        } else if (const auto control = wire::decode_control(frame->payload)) {
          if (const auto* ping = std::get_if<wire::Ping>(&*control)) {
            send(wire::encode_control(wire::Pong{ping->opaque}));
          } else if (const auto* state = std::get_if<wire::State>(&*control)) {
            permissions_ = state->permissions;
            state_ = state->state;
          } else if (const auto* elevation = std::get_if<wire::Elevation>(&*control)) {
            const std::lock_guard lock(noting_);
            elevation_ = *elevation;
          }
        }
      }
    }
    if (close_code_ == 0) close_code_ = 1006;
    ::shutdown(far_.get(), SHUT_RDWR);
  }

  void hear(const std::optional<wire::SoundMessage>& said) {
    if (const auto* state = said ? std::get_if<wire::SoundState>(&*said) : nullptr) {
      const std::lock_guard lock(noting_);
      sound_ = *state;
    } else if (const auto* packet = said ? std::get_if<wire::SoundPacket>(&*said) : nullptr) {
      if (!deaf) send(wire::encode_sound(wire::SoundHeard{packet->number}));
      const std::lock_guard lock(noting_);
      packets_.push_back(*packet);
    }
  }

  void forward() {
    std::uint8_t chunk[16384];
    for (;;) {
      const ssize_t got = ::read(far_.get(), chunk, sizeof chunk);
      if (got <= 0) return;
      Bytes frames;
      wire::append_frames(frames, wire::Channel::rfb, {chunk, static_cast<std::size_t>(got)});
      send(frames);
    }
  }

  int status_ = 0;
  std::string session_id_;
  Json offer_;
  std::unique_ptr<WebSocketClient> socket_;
  UniqueFd rfb_, far_;
  std::mutex sending_;  // guards end_: one message at a time
  SealedViewer end_;
  Bytes opened_;
  std::mutex noting_;  // guards the next two
  std::optional<wire::Elevation> elevation_;
  std::optional<wire::SoundState> sound_;
  std::vector<wire::SoundPacket> packets_;
  std::string printed_;
  std::atomic<wire::SessionState> state_{};
  std::atomic<std::uint32_t> permissions_ = 0;
  std::atomic<int> close_code_ = 0;
  std::thread receiver_, sender_;
};

}  // namespace gatehouse::test
