// The viewer's end of a session for a native VNC viewer: joins the call over a link and shakes hands with the machine,
// or goes on where DirectTry has done so, and carries RFB between the sealed channel and the viewer (PROTOCOL.md,
// section 2). Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/connect/view_link.h"
#include "appliance/seal/sealed_stream.h"
#include "appliance/wire/heartbeat.h"
#include "appliance/wire/session.h"

namespace gatehouse::connect {

// How the relay is reached: TLS, or a fake in tests. `done` runs once, never inside the call; dropping the handle gives
// up.
using Dialed = std::function<void(Result<std::unique_ptr<net::TlsStream>>)>;
using Dial = std::function<net::EventLoop::HandlePtr(Dialed done)>;

class Session {
 public:
  struct Pass {
    wire::View view;
    std::string ticket;
    seal::PublicKey device_key{};                                // pinned: nobody else can open the session
    seal::PrivateKey viewer_key = seal::PrivateKey::generate();  // of this session alone
  };
  // A machine that was reached without the appliance, and has shown that it holds its key.
  struct Direct {
    std::unique_ptr<net::Stream> stream;
    seal::Ciphers ciphers;
    Bytes rest;           // what followed its answer
    std::string address;  // "192.0.2.7:7070"
  };
  struct Events {
    // The machine has shown that it holds its key; nobody in between can read from here on.
    std::function<void(const std::string& comparison_code)> sealed;
    std::function<void(const wire::State&)> state;
    // For a password or a code, while the viewer waits; answer() answers. Those who don't know any ignore it.
    std::function<void(const wire::Ask&)> asked = {};
    // Whose the controls are, whenever that changes. A VNC viewer can't ask for them, so that is done here: when it
    // comes, and when nobody has them.
    std::function<void(const wire::Controls&)> controls = {};
    // From the person at the machine.
    std::function<void(const std::string& words)> chat = {};
    // It is over. `words` for people. Once, last; the owner may destroy the session inside it.
    std::function<void(wire::CloseReason reason, std::string words)> over;
  };

  Session(net::EventLoop& loop, const Dial& dial, Pass pass, Events events);
  // No relay watches the machine here, so it is asked whether it is there after `ask_after` of silence, and given up
  // after twice that.
  Session(net::EventLoop& loop, Direct direct, Events events,
          std::chrono::seconds ask_after = std::chrono::seconds(20));
  ~Session();

  // The VNC viewer has come; once. Its bytes wait until the session is open. When it leaves, the session ends.
  void attach(std::unique_ptr<net::Stream> viewer);
  void answer(std::string text) {
    if (sealed_ && !closing_) send(wire::Answer{std::move(text)});
  }
  // In good order (ended_by_viewer); `over` follows.
  void end();

 private:
  void dialed(Result<std::unique_ptr<net::TlsStream>> link);
  void greet();
  void shaken(ByteView data);
  void carry(std::unique_ptr<net::Stream> stream, seal::Ciphers ciphers, const Bytes& rest,
             std::chrono::seconds ask_after);
  void received(ByteView plain);
  void tick();
  bool handle(const wire::Frame& frame);
  bool control(const wire::Control& message);
  void viewer_said(ByteView data);
  void balance();
  void send(const wire::Control& message) { sealed_->write(wire::encode_control(message)); }
  // How it ends is known; the first who knows is right.
  void decide(wire::CloseReason reason, std::string words = {});
  void link_over(const std::optional<Error>& why);
  void over();

  net::EventLoop& loop_;
  Pass pass_;
  std::optional<Direct> direct_;  // until it begins
  const bool is_direct_;
  const SystemClock clock_{};
  std::optional<wire::Heartbeat> heartbeat_;  // from the handshake on
  Events events_;
  net::EventLoop::HandlePtr dialing_, deadline_, ticking_;
  std::unique_ptr<ViewLink> link_;  // until the handshake is done
  std::optional<seal::Initiator> initiator_;
  seal::MessageReader handshake_;
  std::unique_ptr<seal::SealedStream> sealed_;
  wire::FrameReader frames_;
  bool may_wish_ = true;  // for the controls, though another has them
  bool open_ = false, paused_ = false, closing_ = false, over_ = false;
  std::unique_ptr<net::Stream> viewer_;
  Bytes early_;     // of the machine, before the viewer has come
  Bytes outgoing_;  // reused
  wire::CloseReason reason_ = wire::CloseReason::none;
  std::string words_;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::connect
