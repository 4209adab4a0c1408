// Records on links of agents and native viewers to the relay (PROTOCOL.md, section 1).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::wire {

inline constexpr std::uint16_t kVersion = 1;
inline constexpr std::size_t kRecordCap = 65536;  // bytes after the length field
inline constexpr std::size_t kJoinKeySize = 16;
inline constexpr std::size_t kViewKeySize = 16;
inline constexpr std::size_t kPayloadCap = 32768;
inline constexpr std::size_t kRequestCap = 4096;
inline constexpr std::size_t kCertificateCap = 8192;
inline constexpr std::size_t kAuthoritiesCap = 16384;
inline constexpr std::size_t kChainCap = 16384;
inline constexpr std::size_t kOriginCap = 300;
inline constexpr std::size_t kRelayAddressCap = 280;
inline constexpr std::size_t kMostRelays = 32;
inline constexpr std::uint64_t kApplianceItself = 0;  // in place of a relay's ID
inline constexpr std::size_t kLinkKeySize = 32;
inline constexpr std::size_t kTicketCap = 4096;
inline constexpr std::size_t kEncoderCap = 64;
inline constexpr std::size_t kProfileCap = 64;
inline constexpr std::size_t kHelpWordsCap = 200;
inline constexpr std::size_t kDeviceKeySize = 32;
inline constexpr std::size_t kTicketKeySize = 65;  // each; up to four of them
inline constexpr std::size_t kReachableCap = 8;    // addresses
inline constexpr std::size_t kAddressCap = 45;     // of one, as text

struct Facts {
  std::string host_name, platform, os, program_version, user;
  std::uint16_t width = 0, height = 0;
  std::string capture;
};

// How the agent runs: as a service of its machine, or for as long as somebody lets it, without being installed.
enum class RunMode : std::uint8_t { installed, portable };

struct Enrol {
  std::uint16_t version = kVersion;
  std::string token, request_pem;
  Facts facts;
  RunMode mode = RunMode::installed;
};
struct Enrolled {
  std::uint64_t device_id = 0;
  std::string certificate_pem;
};
struct Hello {
  std::uint16_t version = kVersion;
  std::string device_key;  // 32 bytes
  Facts facts;
};
struct Welcome {
  std::uint64_t device_id = 0;
  std::string alias;
  std::uint16_t heartbeat_seconds = 0;
  std::uint64_t unix_time = 0;
  std::string ticket_keys;
};
struct Ring {
  std::uint64_t call_id = 0;
  std::string join_key;  // 16 bytes
  std::string ticket;
  // Where to join: a relay of its own at "HOST:PORT"; 0 and empty: the appliance.
  std::uint64_t relay_id = 0;
  std::string relay;
};
struct Decline {
  std::uint64_t call_id = 0;
  CloseReason reason = CloseReason::none;
};
struct HangUp {
  std::uint64_t call_id = 0;
  CloseReason reason = CloseReason::none;
};
struct Ping {
  std::uint64_t opaque = 0;
};
struct Pong {
  std::uint64_t opaque = 0;
};
struct Goodbye {
  CloseReason reason = CloseReason::none;
  std::string words;
};
struct Join {
  std::uint16_t version = kVersion;
  std::uint64_t call_id = 0;
  std::string join_key;
};
struct Joined {};
struct Update {
  Facts facts;
};
struct View {
  std::uint16_t version = kVersion;
  std::uint64_t call_id = 0;
  std::string view_key;  // 16 bytes
};
struct Payload {
  std::string bytes;
};
struct Renew {
  std::string request_pem;
};
struct Renewed {
  std::string certificate_pem;
};
struct Authorities {
  std::string certificates_pem;
};
struct Help {
  bool wanted = false;
  std::string words;  // from the agent; may be empty
};
struct Node {
  std::uint16_t version = kVersion;
  std::string program_version;
  std::string request_pem, link_request_pem;
};
struct NodeWelcome {
  std::uint64_t node_id = 0;
  std::uint16_t heartbeat_seconds = 0;
  std::string ticket_keys;
  std::string certificate_pem, link_certificate_pem;
  std::string authorities_pem, machine_authorities_pem;
};
struct Claim {
  std::uint64_t call_id = 0;
  std::string view_key, join_key;  // 16 bytes each
  std::string origin;
};
struct Claimed {
  std::uint64_t call_id = 0, device_id = 0;
  std::string link_key;  // 32 bytes
  std::string ticket;
  std::uint64_t unix_time = 0;
};
struct Carried {
  std::uint64_t call_id = 0, to_viewer = 0, to_device = 0;
};
struct Relays {
  struct One {
    std::uint64_t id = 0;
    std::string address;
  };
  std::vector<One> relays;
};
struct Measured {
  struct Time {
    std::uint64_t relay_id = kApplianceItself;
    std::uint32_t microseconds = 0;
  };
  std::vector<Time> times;
};

struct Reachable {
  std::uint16_t port = 0;              // 0: nowhere
  std::vector<std::string> addresses;  // of the machine, IPv4 and IPv6
};
struct Direct {
  std::uint64_t call_id = 0;
  std::string address;  // of the viewer
  std::uint64_t to_viewer = 0, to_device = 0;
};
struct DirectAnswer {
  std::uint64_t call_id = 0;
  CloseReason reason = CloseReason::none;  // why not; none: go
};

// What the picture of a call is encoded with from now on.
struct Encodes {
  std::uint64_t call_id = 0;
  std::string encoder;
};

// What the device lets the viewer of a call do, now that it is open.
struct Grants {
  std::uint64_t call_id = 0;
  std::uint32_t permissions = 0;  // policy::Permissions
  std::string profile;            // the device's own name for what it grants by
};

// Whether the viewer of a call acts as the device's administrator.
struct Elevated {
  std::uint64_t call_id = 0;
  bool on = false;
};

// Whether somebody may come in to the device with nobody asked, by a password.
struct Unattended {
  bool on = false;
};

using Record = std::variant<Enrol, Enrolled, Hello, Welcome, Ring, Decline, HangUp, Ping, Pong, Goodbye, Join,
                            Joined, Update, View, Payload, Renew, Renewed, Authorities, Reachable, Direct,
                            DirectAnswer, Help, Node, NodeWelcome, Claim, Claimed, Carried, Relays, Measured,
                            Encodes, Grants, Elevated, Unattended>;

// With its length and type, ready to send. Texts for people are cut to their caps; keys, PEMs and tickets
// that do not fit are a bug of the caller.
Bytes encode(const Record& record);
// One whole record without its length field. Nothing: it is not one.
std::optional<Record> decode(ByteView type_and_body);

// Cuts a byte stream into records; holds at most one unfinished record.
class RecordReader {
 public:
  // Appends bytes that arrived.
  void feed(ByteView data);
  // The next whole record; nothing: more bytes are needed, or broken().
  std::optional<Record> next();
  // The peer broke the protocol; nothing more is read.
  bool broken() const { return broken_; }
  // What followed the last record taken (a data link after JOINED); empties the reader.
  Bytes take_rest();

 private:
  Bytes buffer_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace gatehouse::wire
