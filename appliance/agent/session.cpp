#include "appliance/agent/session.h"

#include "appliance/base/log.h"
#include "appliance/base/secret.h"

namespace gatehouse::agent {

using wire::CloseReason;
using wire::SessionState;

namespace {
constexpr std::chrono::seconds kJoinedWithin{10};
constexpr std::chrono::seconds kHelloWithin{10};
// After the worker closed a viewer's stream it says why on its control socket.
constexpr std::chrono::seconds kReasonWithin{2};
// A viewer that asks and asks and never reads the answers; RFB alone is held back long before.
constexpr std::size_t kUnread = 4 * net::Stream::kHighWater;
}  // namespace

Session::Session(net::EventLoop& loop, const seal::Ticket& ticket, const seal::PrivateKey& device_key,
                 Admission& admission, Desktop& desktop, MachineSound& sound, Administration& administration,
                 Company& company, net::ClosingStreams& closing, Ended ended, Opened opened)
    : loop_(loop),
      visitor_{ticket.call,           {static_cast<std::int64_t>(ticket.viewer_id), ticket.viewer_alias},
               ticket.viewer_name,    ticket.viewer_account,
               ticket.viewer_address, ticket.organization,
               ticket.reason,         ticket.permissions},
      viewer_key_(ticket.viewer_key),
      device_key_(device_key),
      admission_(admission),
      desktop_(desktop),
      machine_sound_(sound),
      administration_(administration),
      closing_(closing),
      ended_(std::move(ended)),
      opened_(std::move(opened)),
      company_(company, visitor_,
               {
                   .tell = [this](const wire::Control& message) { send(message); },
                   .controls_changed = [this] { desktop_.set_permissions(visitor_.call, enforced()); },
               }) {}

Session::Session(net::EventLoop& loop, const Dial& dial, const wire::Ring& ring, const seal::Ticket& ticket,
                 const seal::PrivateKey& device_key, Admission& admission, Desktop& desktop,
                 MachineSound& sound, Administration& administration, Company& company,
                 net::ClosingStreams& closing, Ended ended, Opened opened)
    : Session(loop, ticket, device_key, admission, desktop, sound, administration, company, closing,
              std::move(ended), std::move(opened)) {
  ticket_ = ring.ticket;
  conversation_ = std::make_unique<Conversation>(
      loop_, dial, wire::Join{wire::kVersion, ring.call_id, ring.join_key}, kJoinedWithin,
      Conversation::Events{
          .record =
              [this](const wire::Record& record) {
                if (!std::holds_alternative<wire::Joined>(record)) return end(CloseReason::protocol_error);
                joined();
              },
          .over =
              [this, by_relay = ring.relay_id != 0](CloseReason reason, const std::string& words) {
                log::warning("agent", "could not join a call: " + words);
                if (reason == CloseReason::none)
                  reason = by_relay ? CloseReason::relay_lost : CloseReason::device_lost;
                end(reason);
              },
      });
}

Session::~Session() {
  elevation_.reset();
  sound_.reset();
  company_.leave();
  if (asked_) admission_.left(visitor_.call);
  desktop_.detach(visitor_.call);
}

void Session::joined() {
  stage_ = Stage::greeting;
  Bytes rest;
  unsealed_ = conversation_->take_stream(rest);
  conversation_.reset();
  unsealed_->start({
      .data = [this](ByteView data) { greeted(data); },
      .drained = [] {},
      .closed =
          [this](std::optional<Error>) {
            unsealed_.reset();
            end(CloseReason::viewer_lost);
          },
  });
  deadline(kHelloWithin, CloseReason::timed_out);
  greeted(rest);
}

// The viewer's handshake. From its end on nobody in between can read or change a byte.
void Session::greeted(ByteView data) {
  handshake_.feed(data);
  const auto message = handshake_.next();
  if (!message) return;
  auto shaken = shake_hands(*message);
  if (const auto* refusal = std::get_if<CloseReason>(&shaken)) return end(*refusal);
  const auto life = std::weak_ptr(life_);
  carry(std::move(unsealed_), std::get<seal::Ciphers>(std::move(shaken)));
  if (!life.expired() && link_) link_->feed(handshake_.rest());
}

void Session::carry(std::unique_ptr<net::Stream> stream, seal::Ciphers ciphers) {
  log::info("agent", "call " + std::to_string(visitor_.call) + " is sealed; its comparison code is " +
                         seal::comparison_code(ciphers.handshake_hash));
  link_ = std::make_unique<seal::SealedStream>(std::move(stream), std::move(ciphers));
  link_->start({
      .data = [this](ByteView plain) { received(plain); },
      .drained = [this] { balance(); },
      .closed = [this](std::optional<Error>) { link_over(); },
  });
  heartbeat_.emplace(std::chrono::steady_clock::now(), wire::kSessionHeartbeat);
  ticking_ = loop_.every(std::chrono::seconds(1), [this] { tick(); });
  send(wire::State{SessionState::starting, 0});
  admit();
}

std::variant<seal::Ciphers, CloseReason> Session::shake_hands(ByteView message) {
  if (message.size() > wire::kHandshakeCap) return CloseReason::protocol_error;
  seal::Responder responder(device_key_, as_bytes(wire::kPrologue));
  const auto payload = responder.begin(message);
  if (!payload) return CloseReason::protocol_error;
  const auto greeting = wire::decode_control(*payload);
  const auto* hello = greeting ? std::get_if<wire::ViewerHello>(&*greeting) : nullptr;
  if (hello == nullptr || hello->version != wire::kVersion) return CloseReason::protocol_error;
  if (hello->ticket != ticket_ || responder.initiator() != viewer_key_) return CloseReason::bad_ticket;
  const auto answer = responder.finish(seal::PrivateKey::generate(), {});
  if (!answer) return CloseReason::protocol_error;
  unsealed_->write(seal::framed(*answer));
  return responder.split();
}

void Session::link_over() {
  const bool forged = link_->forged();
  link_.reset();
  end(forged ? CloseReason::protocol_error : CloseReason::viewer_lost);
}

// A viewer may be gone without a word: its computer sleeps, its network is down. What it left behind would keep
// somebody else out.
void Session::tick() {
  const auto now = std::chrono::steady_clock::now();
  if (const auto before = std::exchange(unsent_, link_->pending()); unsent_ < before) heartbeat_->heard(now);
  if (rfb_ && rfb_->pending() > net::Stream::kLowWater) heartbeat_->heard(now);  // it is we who don't listen
  switch (heartbeat_->due(now)) {
    case wire::Heartbeat::Due::nothing:
      return;
    case wire::Heartbeat::Due::ping:
      return send(wire::Ping{0});
    case wire::Heartbeat::Due::over:
      return end(CloseReason::timed_out);
  }
}

void Session::received(ByteView data) {
  heartbeat_->heard(std::chrono::steady_clock::now());
  const auto life = std::weak_ptr(life_);
  frames_.feed(data);
  while (const auto frame = frames_.next()) {
    const bool permitted = handle(*frame);
    if (life.expired() || stage_ == Stage::over) return;
    if (!permitted) return end(CloseReason::protocol_error);
  }
  if (frames_.broken() || link_->pending() > kUnread) return end(CloseReason::protocol_error);
  balance();
}

bool Session::handle(const wire::Frame& frame) {
  if (frame.channel == wire::Channel::rfb) {
    if (stage_ != Stage::open) return false;
    rfb_->write(frame.payload);
    return true;
  }
  if (frame.channel == wire::Channel::terminal) return elevation_ && elevation_->terminal(frame.payload);
  if (frame.channel == wire::Channel::sound) return sound_ && sound_->said(frame.payload);
  auto message = wire::decode_control(frame.payload);
  frames_.wipe_last();  // a password may have been in it
  const bool permitted = message && control(*message);
  if (auto* const answer = message ? std::get_if<wire::Answer>(&*message) : nullptr)
    wipe(answer->text.data(), answer->text.size());
  if (auto* const wish = message ? std::get_if<wire::Elevate>(&*message) : nullptr)
    wipe(wish->password.data(), wish->password.size());
  return permitted;
}

bool Session::control(wire::Control& message) {
  if (std::holds_alternative<wire::Close>(message)) {
    end(CloseReason::ended_by_viewer);  // whatever reason it names: this is all that a viewer can know
  } else if (const auto* ping = std::get_if<wire::Ping>(&message)) {
    send(wire::Pong{ping->opaque});
  } else if (const auto* answer = std::get_if<wire::Answer>(&message)) {
    if (!put_) return false;
    if (stage_ == Stage::admitting) admission_.answered(visitor_.call, answer->text);
  } else if (auto* wish = std::get_if<wire::Elevate>(&message)) {
    return elevation_ && elevation_->asked(*wish);
  } else {
    return std::holds_alternative<wire::Pong>(message) || company_.said(message);
  }
  return true;
}

void Session::admit() {
  stage_ = Stage::admitting;
  asked_ = true;
  deadline_.reset();
  const auto life = std::weak_ptr(life_);
  admission_.ask(visitor_, [this, life](Admission::Verdict verdict) {
    if (life.expired() || stage_ != Stage::admitting) return;
    if (const auto* refused = std::get_if<CloseReason>(&verdict)) return end(*refused);
    open(std::get<Grant>(std::move(verdict)));
  });
  if (!life.expired() && stage_ == Stage::admitting) send(wire::State{SessionState::waiting, 0});
}

void Session::put(const wire::Ask& ask) {
  if (stage_ != Stage::admitting) return;
  put_ = true;
  send(ask);
}

void Session::open(Grant grant) {
  granted_ = grant.permissions;
  const policy::Permissions permissions = allowed();
  if (!permissions.has(policy::Permission::view_screen)) return end(CloseReason::not_permitted);
  stage_ = Stage::opening;
  permissions_ = permissions;
  profile_ = std::move(grant.profile);
  desktop_.attach(visitor_.call, enforced(), grant.screen,
                  {
                      .shown = [this](UniqueFd rfb) { shown(std::move(rfb)); },
                      .lost = [this](CloseReason reason) { end(reason); },
                  });
}

void Session::shown(UniqueFd rfb) {
  stage_ = Stage::open;
  send(wire::State{SessionState::open, permissions_.bits()});
  opened_with_ = Grant{granted_ & limit_, profile_};
  opened_(*opened_with_);
  company_.open(may_act());
  elevation_ =
      std::make_unique<Elevation>(administration_, visitor_.call, counted_as(visitor_),
                                  permissions_.has(policy::Permission::elevation), elevation_events());
  sound_ = std::make_unique<SessionSound>(
      machine_sound_, visitor_.call, permissions_.has(policy::Permission::hear_sound),
      SessionSound::Events{.tell = [this](ByteView frame) { link_->write(frame); },
                           .pending = [this] { return link_->pending(); }});
  rfb_ = net::stream_over(loop_, std::move(rfb));
  rfb_->start({
      .data = [this](ByteView data) { rfb_received(data); },
      .drained = [this] { balance(); },
      .closed = [this](std::optional<Error>) { deadline(kReasonWithin, CloseReason::desktop_failed); },
  });
}

Elevation::Events Session::elevation_events() {
  return {
      .tell = [this](const wire::Control& message) { send(message); },
      .tell_terminal = [this](ByteView frame) { link_->write(frame); },
      .pending = [this] { return link_->pending(); },
      .end = [this](CloseReason reason) { end(reason); },
  };
}

std::optional<bool> Session::elevated() const {
  return elevation_ && elevation_->ever_was_on() ? std::optional(elevation_->is_on()) : std::nullopt;
}

void Session::limit(policy::Permissions limit) {
  limit_ = limit_ & limit;
  permissions_changed();
}

void Session::choose(policy::Permissions chosen) {
  chosen_ = chosen;
  permissions_changed();
}

void Session::hold_input(bool held) {
  input_held_ = held;
  permissions_changed();
}

policy::Permissions Session::allowed() const {
  const policy::Permissions permissions = granted_ & limit_ & chosen_;
  return input_held_ ? permissions.without_input() : permissions;
}

// Or is only held off for a moment.
bool Session::may_act() const {
  const policy::Permissions own = granted_ & limit_ & chosen_;
  return own != own.without_input();
}

policy::Permissions Session::enforced() const {
  return may_act() && !company_.holds_controls() ? permissions_.without_controls() : permissions_;
}

void Session::permissions_changed() {
  if (stage_ != Stage::opening && stage_ != Stage::open) return;
  company_.take_part(may_act());
  const policy::Permissions now = allowed();
  if (now == permissions_) return;
  if (!now.has(policy::Permission::view_screen)) return end(CloseReason::not_permitted);
  permissions_ = now;
  desktop_.set_permissions(visitor_.call, enforced());
  if (stage_ == Stage::open) send(wire::State{SessionState::open, now.bits()});
  if (elevation_) elevation_->permit(now.has(policy::Permission::elevation));
  if (sound_) sound_->permit(now.has(policy::Permission::hear_sound));
}

void Session::rfb_received(ByteView data) {
  outgoing_.clear();
  wire::append_frames(outgoing_, wire::Channel::rfb, data);
  link_->write(outgoing_);
  balance();
}

// A side that takes its bytes slowly slows down the side they come from, and only that one.
void Session::balance() {
  if (elevation_) elevation_->drained();
  if (!rfb_) return;
  if (link_->pending() > net::Stream::kHighWater) {
    rfb_->pause_reading();
  } else if (link_->pending() <= net::Stream::kLowWater) {
    rfb_->resume_reading();
  }
  if (rfb_->pending() > net::Stream::kHighWater) {
    link_->pause_reading();
  } else if (rfb_->pending() <= net::Stream::kLowWater) {
    link_->resume_reading();
  }
}

void Session::send(const wire::Control& message) {
  link_->write(wire::encode_control(message));
}

void Session::deadline(std::chrono::seconds within, CloseReason reason) {
  deadline_ = loop_.after(within, [this, reason] { end(reason); });
}

void Session::end(CloseReason reason) {
  if (stage_ == Stage::over) return;
  stage_ = Stage::over;
  opened_with_.reset();
  deadline_.reset();
  ticking_.reset();
  conversation_.reset();
  company_.leave();
  desktop_.detach(visitor_.call);
  elevation_.reset();
  sound_.reset();
  rfb_.reset();
  if (unsealed_) closing_.add(std::move(unsealed_));  // why is for the appliance to say
  if (link_) {
    send(wire::Close{reason});
    closing_.add(std::move(link_));
  }
  const Ended ended = std::move(ended_);
  ended(reason);
}

}  // namespace gatehouse::agent
