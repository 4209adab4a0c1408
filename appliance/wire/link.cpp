#include "appliance/wire/link.h"

#include "appliance/wire/layout.h"

namespace gatehouse::wire {
namespace {

constexpr std::size_t kLengthBytes = 4;

}  // namespace

void layout(auto& io, Is<Facts> auto& facts) {
  io.text(facts.host_name, 255);
  io.text(facts.platform, 64);
  io.text(facts.os, 255);
  io.text(facts.program_version, 32);
  io.text(facts.user, 255);
  io.u16(facts.width);
  io.u16(facts.height);
  io.text(facts.capture, 64);
}

void layout(auto& io, Is<Enrol> auto& enrol) {
  io.u16(enrol.version);
  io.text(enrol.token, 128);
  io.blob(enrol.request_pem, kRequestCap);
  layout(io, enrol.facts);
  io.choice(enrol.mode, RunMode::installed, RunMode::portable);
}

void layout(auto& io, Is<Enrolled> auto& enrolled) {
  io.u64(enrolled.device_id);
  io.blob(enrolled.certificate_pem, kCertificateCap);
}

void layout(auto& io, Is<Hello> auto& hello) {
  io.u16(hello.version);
  io.key(hello.device_key, kDeviceKeySize);
  layout(io, hello.facts);
}

void layout(auto& io, Is<Welcome> auto& welcome) {
  io.u64(welcome.device_id);
  io.text(welcome.alias, 128);
  io.u16(welcome.heartbeat_seconds);
  io.u64(welcome.unix_time);
  io.blob(welcome.ticket_keys, 4 * kTicketKeySize);
}

void layout(auto& io, Is<Ring> auto& ring) {
  io.u64(ring.call_id);
  io.key(ring.join_key, kJoinKeySize);
  io.blob(ring.ticket, kTicketCap);
  io.u64(ring.relay_id);
  io.text(ring.relay, kRelayAddressCap);
}

void layout(auto& io, Is<Decline> auto& decline) {
  io.u64(decline.call_id);
  io.reason(decline.reason);
}

void layout(auto& io, Is<HangUp> auto& hang_up) {
  io.u64(hang_up.call_id);
  io.reason(hang_up.reason);
}

void layout(auto& io, Is<Goodbye> auto& goodbye) {
  io.reason(goodbye.reason);
  io.text(goodbye.words, 512);
}

void layout(auto& io, Is<Join> auto& join) {
  io.u16(join.version);
  io.u64(join.call_id);
  io.key(join.join_key, kJoinKeySize);
}

void layout(auto&, Is<Joined> auto&) {}

void layout(auto& io, Is<Update> auto& update) {
  layout(io, update.facts);
}

void layout(auto& io, Is<View> auto& view) {
  io.u16(view.version);
  io.u64(view.call_id);
  io.key(view.view_key, kViewKeySize);
}

void layout(auto& io, Is<Payload> auto& payload) {
  io.blob(payload.bytes, kPayloadCap);
}

void layout(auto& io, Is<Renew> auto& renew) {
  io.blob(renew.request_pem, kRequestCap);
}

void layout(auto& io, Is<Renewed> auto& renewed) {
  io.blob(renewed.certificate_pem, kCertificateCap);
}

void layout(auto& io, Is<Authorities> auto& authorities) {
  io.blob(authorities.certificates_pem, kAuthoritiesCap);
}

void layout(auto& io, Is<Reachable> auto& reachable) {
  io.u16(reachable.port);
  io.texts(reachable.addresses, kReachableCap, kAddressCap);
}

void layout(auto& io, Is<Direct> auto& direct) {
  io.u64(direct.call_id);
  io.text(direct.address, kAddressCap);
  io.u64(direct.to_viewer);
  io.u64(direct.to_device);
}

void layout(auto& io, Is<DirectAnswer> auto& answer) {
  io.u64(answer.call_id);
  io.reason_or_none(answer.reason);
}

void layout(auto& io, Is<Help> auto& help) {
  io.flag(help.wanted);
  io.text(help.words, kHelpWordsCap);
}

void layout(auto& io, Is<Node> auto& node) {
  io.u16(node.version);
  io.text(node.program_version, 32);
  io.blob(node.request_pem, kRequestCap);
  io.blob(node.link_request_pem, kRequestCap);
}

void layout(auto& io, Is<NodeWelcome> auto& welcome) {
  io.u64(welcome.node_id);
  io.u16(welcome.heartbeat_seconds);
  io.blob(welcome.ticket_keys, 4 * kTicketKeySize);
  io.blob(welcome.certificate_pem, kChainCap);
  io.blob(welcome.link_certificate_pem, kCertificateCap);
  io.blob(welcome.authorities_pem, kAuthoritiesCap);
  io.blob(welcome.machine_authorities_pem, kAuthoritiesCap);
}

void layout(auto& io, Is<Claim> auto& claim) {
  io.u64(claim.call_id);
  io.key(claim.view_key, kViewKeySize);
  io.key(claim.join_key, kJoinKeySize);
  io.text(claim.origin, kOriginCap);
}

void layout(auto& io, Is<Claimed> auto& claimed) {
  io.u64(claimed.call_id);
  io.u64(claimed.device_id);
  io.key(claimed.link_key, kLinkKeySize);
  io.blob(claimed.ticket, kTicketCap);
  io.u64(claimed.unix_time);
}

void layout(auto& io, Is<Carried> auto& carried) {
  io.u64(carried.call_id);
  io.u64(carried.to_viewer);
  io.u64(carried.to_device);
}

void layout(auto& io, Is<Relays::One> auto& one) {
  io.u64(one.id);
  io.text(one.address, kRelayAddressCap);
}

void layout(auto& io, Is<Relays> auto& relays) {
  io.list(relays.relays, kMostRelays);
}

void layout(auto& io, Is<Measured::Time> auto& time) {
  io.u64(time.relay_id);
  io.u32(time.microseconds);
}

void layout(auto& io, Is<Measured> auto& measured) {
  io.list(measured.times, kMostRelays + 1);  // and the appliance itself
}

void layout(auto& io, Is<Encodes> auto& encodes) {
  io.u64(encodes.call_id);
  io.text(encodes.encoder, kEncoderCap);
}

void layout(auto& io, Is<Grants> auto& grants) {
  io.u64(grants.call_id);
  io.u32(grants.permissions);
  io.text(grants.profile, kProfileCap);
}

void layout(auto& io, Is<Elevated> auto& elevated) {
  io.u64(elevated.call_id);
  io.flag(elevated.on);
}

void layout(auto& io, Is<Unattended> auto& unattended) {
  io.flag(unattended.on);
}

Bytes encode(const Record& record) {
  ByteWriter out;
  out.u32(0);
  put_message(out, record);
  out.patch_u32(0, static_cast<std::uint32_t>(out.size() - kLengthBytes));
  return out.take();
}

std::optional<Record> decode(ByteView type_and_body) {
  if (type_and_body.size() > kRecordCap) return std::nullopt;
  return take_message<Record>(type_and_body);
}

void RecordReader::feed(ByteView data) {
  if (broken_) return;
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
  at_ = 0;
  buffer_.insert(buffer_.end(), data.begin(), data.end());
}

std::optional<Record> RecordReader::next() {
  if (broken_) return std::nullopt;
  const ByteView waiting = ByteView(buffer_).subspan(at_);
  if (waiting.size() < kLengthBytes) return std::nullopt;
  ByteReader in(waiting);
  const std::size_t length = in.u32();
  if (length == 0 || length > kRecordCap) {
    broken_ = true;
    return std::nullopt;
  }
  if (in.remaining() < length) return std::nullopt;
  at_ += kLengthBytes + length;
  auto record = decode(in.bytes(length));
  broken_ = !record;
  return record;
}

Bytes RecordReader::take_rest() {
  Bytes rest(buffer_.begin() + static_cast<std::ptrdiff_t>(at_), buffer_.end());
  buffer_.clear();
  at_ = 0;
  return rest;
}

}  // namespace gatehouse::wire
