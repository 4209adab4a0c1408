#include "appliance/agent/direct_door.h"

#include <algorithm>
#include <optional>

#include "appliance/base/address.h"
#include "appliance/net/socket_options.h"
#include "appliance/wire/session.h"

namespace gatehouse::agent {

namespace {

// Of a viewer before the answer: one handshake message with its length.
constexpr std::size_t kFirstBytes = 2 + wire::kHandshakeCap;
constexpr const char* kAdvice =
    " Viewers reach this machine through the appliance only. Another port: agent.listen_port; none: "
    "agent.disable_tcp_listen=on.";

std::unique_ptr<net::Listener> listen(net::EventLoop& loop, std::uint16_t port,
                                      const net::Listener::Accepted& accepted) {
  const std::string number = std::to_string(port);
  auto listener = net::Listener::open(loop, "[::]:" + number, accepted, kAdvice);
  // A kernel without IPv6.
  if (!listener) listener = net::Listener::open(loop, "0.0.0.0:" + number, accepted, kAdvice);
  if (listener) return *std::move(listener);
  log::warning("agent", listener.error().message);
  return nullptr;
}

}  // namespace

struct DirectDoor::Caller {
  std::unique_ptr<net::Stream> stream;
  std::shared_ptr<net::StreamCounts> counts;
  std::string address, key;  // the second as limits count it
  net::EventLoop::HandlePtr deadline;
  seal::MessageReader reader{};
  std::optional<seal::Responder> responder{};  // of a first message that was good
  seal::Ticket ticket{};
};

DirectDoor::DirectDoor(net::EventLoop& loop, std::uint16_t port, const seal::PrivateKey& device_key,
                       House house)
    : DirectDoor(loop, port, device_key, std::move(house), Limits()) {}

DirectDoor::DirectDoor(net::EventLoop& loop, std::uint16_t port, const seal::PrivateKey& device_key,
                       House house, Limits limits)
    : loop_(loop), device_key_(device_key), house_(std::move(house)), limits_(limits) {
  listener_ = listen(loop, port, [this](UniqueFd socket, const net::PeerAddress& peer) {
    arrived(std::move(socket), peer);
  });
  if (!listener_) return;
  log::info("agent", "viewers reach this machine directly on port " + std::to_string(listener_->port()));
  telling_ = loop_.every(limits_.tell_bytes, [this] {
    for (auto& [call, inside] : inside_) tell_bytes(call, inside);
  });
  looking_ = loop_.every(limits_.look_at_addresses, [this] {
    auto addresses = house_.addresses();
    if (online_ && addresses != told_addresses_) tell_addresses(std::move(addresses));
  });
}

DirectDoor::~DirectDoor() = default;

std::uint16_t DirectDoor::port() const {
  return listener_ ? listener_->port() : 0;
}

// --- The control link ---

void DirectDoor::online() {
  online_ = true;
  if (listener_) tell_addresses(house_.addresses());
}

void DirectDoor::tell_addresses(std::vector<std::string> addresses) {
  told_addresses_ = std::move(addresses);
  house_.tell(wire::Reachable{port(), told_addresses_});
}

std::vector<std::uint64_t> DirectDoor::offline() {
  online_ = false;
  callers_.clear();
  std::vector<std::uint64_t> calls;
  for (const auto& [call, inside] : inside_) calls.push_back(call);
  return calls;
}

void DirectDoor::answered(const wire::DirectAnswer& answer) {
  const auto found = std::ranges::find_if(callers_, [&](const auto& one) {
    return one.second->responder && one.second->ticket.call == answer.call_id;
  });
  if (found == callers_.end()) {
    // It left while the appliance was asked.
    if (answer.reason == wire::CloseReason::none && !inside_.contains(answer.call_id))
      house_.tell(wire::HangUp{answer.call_id, wire::CloseReason::viewer_lost});
    return;
  }
  if (answer.reason == wire::CloseReason::none) return let_in(found->first);
  turn_away(found->first, "the appliance says " + std::string(wire::close_reason_name(answer.reason)));
}

void DirectDoor::tell_bytes(std::uint64_t call, Inside& inside) {
  const net::StreamCounts now = *inside.counts;
  if (now.sent == inside.told.sent && now.received == inside.told.received) return;
  inside.told = now;
  house_.tell(wire::Direct{call, inside.address, now.sent, now.received});
}

void DirectDoor::left(std::uint64_t call) {
  const auto found = inside_.find(call);
  if (found == inside_.end()) return;
  tell_bytes(call, found->second);
  inside_.erase(found);
}

// --- Strangers ---

void DirectDoor::arrived(UniqueFd socket, const net::PeerAddress& peer) {
  const std::string key = address_key(peer.ip);
  if (!online_ || !make_room(key)) return;
  net::expect_answers_soon(socket.get());
  const Number number = ++last_;
  auto counts = std::make_shared<net::StreamCounts>();
  auto stream = std::make_unique<net::CountedStream>(net::stream_over(loop_, std::move(socket)), counts);
  net::Stream& fresh = *stream;
  callers_.emplace(
      number, std::make_unique<Caller>(Caller{
                  .stream = std::move(stream),
                  .counts = std::move(counts),
                  .address = peer.ip,
                  .key = key,
                  .deadline = loop_.after(limits_.within, [this, number] { turn_away(number, "too slow"); }),
              }));
  fresh.start({
      .data = [this, number](ByteView data) { received(number, data); },
      .drained = [] {},
      .closed = [this, number](std::optional<Error>) { callers_.erase(number); },
  });
}

// Those of one address can only be in each other's way.
bool DirectDoor::make_room(const std::string& key) {
  std::size_t strangers = 0, theirs = 0;
  std::optional<Number> oldest;
  for (const auto& [number, caller] : callers_) {
    if (caller->responder) continue;
    if (!oldest) oldest = number;
    ++strangers;
    if (caller->key == key) ++theirs;
  }
  if (theirs >= limits_.per_address) return false;
  if (strangers >= limits_.strangers) callers_.erase(*oldest);
  return true;
}

void DirectDoor::received(Number number, ByteView data) {
  Caller& caller = *callers_.at(number);
  if (caller.responder || caller.counts->received > kFirstBytes) return turn_away(number, "it says too much");
  caller.reader.feed(data);
  const auto message = caller.reader.next();
  if (!message) return;
  if (const auto good = greet(caller, *message); !good) return turn_away(number, good.error().message);
  if (!caller.reader.rest().empty()) return turn_away(number, "it says too much");
  if (!house_.tell(wire::Direct{caller.ticket.call, caller.address, 0, 0}))
    turn_away(number, "there is no link to the appliance");
}

Result<void> DirectDoor::greet(Caller& caller, ByteView message) {
  seal::Responder responder(device_key_, as_bytes(wire::kPrologue));
  const auto payload = responder.begin(message);
  if (!payload) return payload.error();
  const auto greeting = wire::decode_control(*payload);
  const auto* hello = greeting ? std::get_if<wire::ViewerHello>(&*greeting) : nullptr;
  if (hello == nullptr || hello->version != wire::kVersion) return Error{"no greeting that is understood"};
  auto ticket = house_.redeem(hello->ticket, responder.initiator());
  if (!ticket) return ticket.error();
  caller.ticket = *std::move(ticket);
  caller.responder.emplace(std::move(responder));
  return {};
}

void DirectDoor::turn_away(Number number, const std::string& why) {
  const auto found = callers_.find(number);
  if (found == callers_.end()) return;
  log::write(log::Level::info, "agent",
             "refused a direct connection of " + found->second->address + ": " + why, logged_);
  callers_.erase(found);
}

void DirectDoor::let_in(Number number) {
  const auto caller = std::move(callers_.extract(number).mapped());
  const auto answer = caller->responder->finish(seal::PrivateKey::generate(), {});
  const std::uint64_t call = caller->ticket.call;
  if (!answer) {
    house_.tell(wire::HangUp{call, wire::CloseReason::protocol_error});
    return;
  }
  caller->stream->write(seal::framed(*answer));
  inside_[call] = {caller->address, caller->counts, {}};
  house_.come({caller->ticket, std::move(caller->stream), caller->responder->split()});
}

}  // namespace gatehouse::agent
