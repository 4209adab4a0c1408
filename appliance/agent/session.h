// One viewer's session on this machine: joins the call, asks the admission, opens the desktop, carries RFB.
// Only when everything before has said yes does a byte of RFB pass. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "appliance/agent/admission.h"
#include "appliance/agent/conversation.h"
#include "appliance/agent/desktop_host.h"
#include "appliance/agent/elevation.h"
#include "appliance/agent/session_company.h"
#include "appliance/agent/session_sound.h"
#include "appliance/net/closing_streams.h"
#include "appliance/seal/sealed_stream.h"
#include "appliance/seal/ticket.h"
#include "appliance/wire/heartbeat.h"
#include "appliance/wire/session.h"

namespace gatehouse::agent {

class Session {
 public:
  // It is over; the viewer has been told. Once. The owner may destroy the session inside it.
  using Ended = std::function<void(wire::CloseReason)>;
  // The viewer sees the screen from now on, and may do this; once. The session is not destroyed inside it.
  using Opened = std::function<void(const Grant&)>;

  // `ticket` is that of the ring, and verified. Streams that still have last words to send live on in `closing`.
  Session(net::EventLoop& loop, const Dial& dial, const wire::Ring& ring, const seal::Ticket& ticket,
          const seal::PrivateKey& device_key, Admission& admission, Desktop& desktop, MachineSound& sound,
          Administration& administration, Company& company, net::ClosingStreams& closing, Ended ended,
          Opened opened);
  // For a viewer that came directly; carry() follows.
  Session(net::EventLoop& loop, const seal::Ticket& ticket, const seal::PrivateKey& device_key,
          Admission& admission, Desktop& desktop, MachineSound& sound, Administration& administration,
          Company& company, net::ClosingStreams& closing, Ended ended, Opened opened);
  ~Session();

  // The handshake is done and answered on `stream`. May end the session inside.
  void carry(std::unique_ptr<net::Stream> stream, seal::Ciphers ciphers);

  // Rights can only shrink: what is not in `limit` is gone from now on.
  void limit(policy::Permissions limit);
  // What of all that was granted the person at the machine allows just now; at once.
  void choose(policy::Permissions chosen);
  // While it is held, no key and no button of this viewer reaches the screen.
  void hold_input(bool held);
  void end(wire::CloseReason reason);
  // Whether a person at the machine sees this session, and reads what the viewer writes.
  void person_there(bool there) { company_.person_there(there); }
  // From that person. Nothing happens when it is not open.
  void say(const std::string& words) { company_.say(words); }
  // Asks the viewer while it waits to be admitted; what it says is for the admission.
  void put(const wire::Ask& ask);

  const Visitor& visitor() const { return visitor_; }
  // By which it was let in; empty: it was not, yet.
  const std::string& profile() const { return profile_; }
  // What Opened was told. Nothing: it is not open.
  const std::optional<Grant>& opened_with() const { return opened_with_; }
  // Whether the viewer acts as administrator. Nothing: it never did.
  std::optional<bool> elevated() const;

 private:
  enum class Stage { joining, greeting, admitting, opening, open, over };

  void joined();
  void greeted(ByteView data);
  std::variant<seal::Ciphers, wire::CloseReason> shake_hands(ByteView message);
  void link_over();
  void received(ByteView data);
  bool handle(const wire::Frame& frame);
  bool control(wire::Control& message);
  void admit();
  void open(Grant grant);
  policy::Permissions allowed() const;
  policy::Permissions enforced() const;
  void permissions_changed();
  bool may_act() const;
  void shown(UniqueFd rfb);
  Elevation::Events elevation_events();
  void rfb_received(ByteView data);
  void balance();
  void tick();
  void send(const wire::Control& message);
  void deadline(std::chrono::seconds within, wire::CloseReason reason);

  net::EventLoop& loop_;
  const Visitor visitor_;
  const seal::PublicKey viewer_key_;
  std::string ticket_;  // what the viewer must show, when it is joined
  const seal::PrivateKey& device_key_;
  Admission& admission_;
  Desktop& desktop_;
  MachineSound& machine_sound_;
  Administration& administration_;
  net::ClosingStreams& closing_;
  Ended ended_;
  const Opened opened_;

  Stage stage_ = Stage::joining;
  bool put_ = false;    // a question to the viewer
  bool asked_ = false;  // the admission, and so it hears that the visitor left
  policy::Permissions limit_ = policy::Permissions::available();
  policy::Permissions granted_, chosen_ = policy::Permissions::all();
  bool input_held_ = false;
  policy::Permissions permissions_;  // while opening and open, as they are now
  SessionCompany company_;           // without the controls the machine drops its keys and buttons
  std::string profile_;              // by which they were granted
  std::optional<Grant> opened_with_;
  std::unique_ptr<Conversation> conversation_;
  std::unique_ptr<net::TlsStream> unsealed_;  // to the viewer, by way of the relay, until it is sealed
  seal::MessageReader handshake_;
  std::unique_ptr<seal::SealedStream> link_;
  std::unique_ptr<net::Stream> rfb_;      // to the worker
  std::unique_ptr<Elevation> elevation_;  // while open
  std::unique_ptr<SessionSound> sound_;   // while open
  wire::FrameReader frames_;
  Bytes outgoing_;  // reused for every piece of RFB
  net::EventLoop::HandlePtr deadline_;
  std::optional<wire::Heartbeat> heartbeat_;  // from the handshake on
  std::size_t unsent_ = 0;                    // at the last tick
  net::EventLoop::HandlePtr ticking_;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::agent
