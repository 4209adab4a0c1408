#include "appliance/connect/session.h"

namespace gatehouse::connect {

using wire::CloseReason;

namespace {
// The relay rings the machine for 20 s, which may then take a moment.
constexpr std::chrono::seconds kHandshakeWithin{40};
// What the machine says before a viewer has come: RFB's greeting. More is not read.
constexpr std::size_t kEarlyBytes = 4096;
}  // namespace

Session::Session(net::EventLoop& loop, const Dial& dial, Pass pass, Events events)
    : loop_(loop), pass_(std::move(pass)), is_direct_(false), events_(std::move(events)) {
  deadline_ = loop_.after(kHandshakeWithin, [this] {
    decide(CloseReason::timed_out);
    over();
  });
  dialing_ = dial([this](auto link) { dialed(std::move(link)); });
}

Session::Session(net::EventLoop& loop, Direct direct, Events events, std::chrono::seconds ask_after)
    : loop_(loop), direct_(std::move(direct)), is_direct_(true), events_(std::move(events)) {
  deadline_ = loop_.after(std::chrono::milliseconds(0), [this, ask_after] {
    Direct begun = *std::exchange(direct_, std::nullopt);
    carry(std::move(begun.stream), std::move(begun.ciphers), begun.rest, ask_after);
  });
}

Session::~Session() = default;

void Session::dialed(Result<std::unique_ptr<net::TlsStream>> link) {
  if (!link) {
    decide(CloseReason::viewer_lost, link.error().message);
    return over();
  }
  link_ = std::make_unique<ViewLink>(
      *std::move(link), pass_.view,
      ViewLink::Said{.joined = [this] { greet(); },
                     .goodbye = [this](const wire::Goodbye& said) { decide(said.reason); }});
  link_->start({
      .data = [this](ByteView data) { shaken(data); },
      .drained = [] {},
      .closed = [this](std::optional<Error> why) { link_over(why); },
  });
}

void Session::greet() {
  initiator_.emplace(std::move(pass_.viewer_key), pass_.device_key, as_bytes(wire::kPrologue));
  const auto message =
      initiator_->begin(wire::encode_message(wire::ViewerHello{wire::kVersion, pass_.ticket}));
  if (message) return link_->write(seal::framed(*message));
  decide(CloseReason::protocol_error, message.error().message);
  link_->close();
}

void Session::shaken(ByteView data) {
  if (!initiator_ || closing_) return;
  handshake_.feed(data);
  const auto message = handshake_.next();
  if (!message) return;
  const auto payload = initiator_->finish(*message);
  if (!payload || !payload->empty()) {
    decide(CloseReason::protocol_error,
           payload ? "the machine's handshake says too much" : payload.error().message);
    return link_->close();
  }
  carry(std::move(link_), initiator_->split(), handshake_.rest(), wire::kSessionHeartbeat);
}

void Session::carry(std::unique_ptr<net::Stream> stream, seal::Ciphers ciphers, const Bytes& rest,
                    std::chrono::seconds ask_after) {
  deadline_.reset();
  const std::string code = seal::comparison_code(ciphers.handshake_hash);
  sealed_ = std::make_unique<seal::SealedStream>(std::move(stream), std::move(ciphers));
  sealed_->start({
      .data = [this](ByteView plain) { received(plain); },
      .drained = [this] { balance(); },
      .closed = [this](std::optional<Error> why) { link_over(why); },
  });
  heartbeat_.emplace(clock_.steady(), ask_after);
  ticking_ = loop_.every(std::chrono::seconds(1), [this] { tick(); });
  const auto life = std::weak_ptr(life_);
  events_.sealed(code);
  if (!life.expired() && !over_) sealed_->feed(rest);
}

void Session::received(ByteView plain) {
  const auto life = std::weak_ptr(life_);
  heartbeat_->heard(clock_.steady());
  frames_.feed(plain);
  while (const auto frame = closing_ ? std::nullopt : frames_.next()) {
    const bool good = handle(*frame);
    if (life.expired()) return;
    if (good) continue;
    decide(CloseReason::protocol_error);
    closing_ = true;
    return sealed_->close();
  }
  if (frames_.broken() && !closing_) {
    decide(CloseReason::protocol_error);
    closing_ = true;
    return sealed_->close();
  }
  balance();
}

void Session::tick() {
  if (closing_ || !sealed_) return;
  if (paused_) heartbeat_->heard(clock_.steady());  // it is we who don't listen
  switch (heartbeat_->due(clock_.steady())) {
    case wire::Heartbeat::Due::nothing:
      return;
    case wire::Heartbeat::Due::ping:
      return send(wire::Ping{0});
    case wire::Heartbeat::Due::over:
      decide(CloseReason::timed_out, is_direct_ ? "Nothing was heard from the machine for too long." : "");
      return over();
  }
}

bool Session::handle(const wire::Frame& frame) {
  if (frame.channel == wire::Channel::rfb) {
    if (!open_) return false;
    if (viewer_) {
      viewer_->write(frame.payload);
    } else {
      early_.insert(early_.end(), frame.payload.begin(), frame.payload.end());
    }
    return true;
  }
  const auto message = wire::decode_control(frame.payload);
  return message && control(*message);
}

bool Session::control(const wire::Control& message) {
  if (const auto* state = std::get_if<wire::State>(&message)) {
    const bool opens = state->state == wire::SessionState::open && !open_;
    open_ = open_ || opens;
    if (opens && viewer_) viewer_->resume_reading();
    events_.state(*state);
  } else if (const auto* close = std::get_if<wire::Close>(&message)) {
    // Of its link to the appliance, without which nobody could end the session.
    const bool lost = is_direct_ && close->reason == CloseReason::device_lost;
    decide(close->reason, lost ? "The machine's connection to the appliance broke." : "");
    closing_ = true;
    sealed_->close();
  } else if (const auto* ping = std::get_if<wire::Ping>(&message)) {
    send(wire::Pong{ping->opaque});
  } else if (const auto* ask = std::get_if<wire::Ask>(&message)) {
    if (events_.asked) events_.asked(*ask);
  } else if (const auto* controls = std::get_if<wire::Controls>(&message)) {
    const bool are_free = controls->holder == wire::Controls::Holder::nobody;
    const bool lacks = controls->holder != wire::Controls::Holder::you;
    if (lacks && (std::exchange(may_wish_, false) || are_free)) send(wire::Wish{wire::Wish::What::have});
    if (events_.controls) events_.controls(*controls);
  } else if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    if (events_.chat) events_.chat(chat->words);
  } else {
    return std::holds_alternative<wire::Pong>(message) || std::holds_alternative<wire::Person>(message);
  }
  return true;
}

void Session::attach(std::unique_ptr<net::Stream> viewer) {
  GH_ASSERT(!viewer_);
  viewer_ = std::move(viewer);
  viewer_->start({
      .data = [this](ByteView data) { viewer_said(data); },
      .drained = [this] { balance(); },
      .closed = [this](std::optional<Error>) { end(); },
  });
  if (!open_) viewer_->pause_reading();
  viewer_->write(early_);
  early_ = Bytes();
  balance();
}

void Session::viewer_said(ByteView data) {
  if (closing_ || !sealed_) return;
  outgoing_.clear();
  wire::append_frames(outgoing_, wire::Channel::rfb, data);
  sealed_->write(outgoing_);
  balance();
}

// A side that takes its bytes slowly slows down the side they come from, and only that one.
void Session::balance() {
  if (!sealed_ || closing_) return;
  const std::size_t waiting = viewer_ ? viewer_->pending() : 0;
  if (waiting > net::Stream::kHighWater || early_.size() > kEarlyBytes) {
    sealed_->pause_reading();
    paused_ = true;
  } else if (waiting <= net::Stream::kLowWater) {
    sealed_->resume_reading();
    paused_ = false;
  }
  if (!viewer_ || !open_) return;
  if (sealed_->pending() > net::Stream::kHighWater) {
    viewer_->pause_reading();
  } else if (sealed_->pending() <= net::Stream::kLowWater) {
    viewer_->resume_reading();
  }
}

void Session::end() {
  if (closing_ || over_) return;
  decide(CloseReason::ended_by_viewer);
  closing_ = true;
  if (sealed_) {
    send(wire::Close{CloseReason::ended_by_viewer});
    return sealed_->close();
  }
  if (link_) return link_->close();
  dialing_.reset();
  deadline_ = loop_.after(std::chrono::milliseconds(0), [this] { over(); });
}

void Session::decide(CloseReason reason, std::string words) {
  if (reason_ != CloseReason::none) return;
  reason_ = reason;
  words_ = words.empty() ? std::string(wire::close_reason_words(reason)) : std::move(words);
}

void Session::link_over(const std::optional<Error>& why) {
  if (sealed_ && sealed_->forged()) decide(CloseReason::protocol_error, why->message);
  decide(CloseReason::viewer_lost, why ? (is_direct_ ? "The connection to the machine broke: "
                                                     : "The connection to the appliance broke: ") +
                                             why->message + "."
                                       : "");
  over();
}

void Session::over() {
  if (over_) return;
  over_ = true;
  deadline_.reset();
  dialing_.reset();
  ticking_.reset();
  const auto done = std::move(events_.over);
  done(reason_, words_);
}

}  // namespace gatehouse::connect
