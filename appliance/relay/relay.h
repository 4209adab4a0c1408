// Who is connected, calls, splicing. Knows devices by their certificates and sees no database: what it needs
// from the world it declares here, and the application supplies it.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "appliance/net/tls.h"
#include "appliance/seal/ticket.h"
#include "appliance/wire/close_reason.h"
#include "appliance/wire/link.h"

namespace gatehouse::relay {

using DeviceId = std::uint64_t;
using CallId = std::uint64_t;

struct CallRequest {
  CallId call = 0;  // unique; the session's number in the store
  DeviceId device = 0;
  std::string ticket;  // for this call and this device, or nobody is rung (bad_ticket)
};

// A relay of its own: another process that carries the bytes of calls (nodes.h).
using NodeId = std::uint64_t;
struct NodeState {
  bool online = false;
  std::optional<std::chrono::microseconds> round_trip;  // of its link to here
  std::uint64_t calls = 0;
};
// One that a device can reach.
struct NodeOffer {
  NodeId node = 0;
  std::string address;  // "HOST:PORT"
  std::chrono::microseconds from_device{};
};

// How a call's bytes go, when not through here.
struct CallPath {
  std::string direct_from = {};  // the viewer's address at the machine, when they are without any relay
  NodeId node = 0;               // the relay of its own that carries them
};

// What is asked about connections that have not said yet what they are. Called on the loop thread; answers come back
// through the callback, on the loop thread.
class ArrivalNeeds {
 public:
  virtual ~ArrivalNeeds() = default;

  struct Identity {
    DeviceId device = 0;
    std::string alias;               // empty: none
    bool help = false;               // somebody there asks for it
    std::uint64_t organization = 0;  // whose relays it may use
  };
  // Whose key (net::TlsStream::peer_fingerprint) is this? Nothing: nobody's here (any more).
  virtual void identify(const std::string& link_key, std::function<void(std::optional<Identity>)> answer) = 0;

  struct Enrolled {
    DeviceId device = 0;
    std::string certificate_pem;
  };
  virtual void enrol(const wire::Enrol& request, const std::string& peer_ip,
                     std::function<void(Result<Enrolled>)> answer) = 0;
};

// Called on the loop thread; answers that need the store come back through the callback, on the loop thread.
class Needs : public ArrivalNeeds {
 public:
  // A later certificate for the same key. Error: not for this device's key, or it can't be made now.
  virtual void renew(DeviceId device, const std::string& request_pem,
                     std::function<void(Result<std::string> certificate_pem)> answer) = 0;

  // The person at a device asks for help, or does not any more; one a second and device at most. Answers whether it is
  // noted now; not at all when the store could not.
  virtual void help_wanted(DeviceId device, const wire::Help& help,
                           std::function<void(bool noted)> answer) = 0;

  // What a device that is online says of itself has changed.
  virtual void device_updated(DeviceId device, const wire::Facts& facts) = 0;
  virtual void device_online(DeviceId device, const wire::Hello& hello, const std::string& peer_ip) = 0;
  virtual void device_offline(DeviceId device) = 0;
  // Somebody else came with the certificate of a device that is online, and was refused (cloned).
  virtual void device_cloned(DeviceId device, const wire::Hello& hello, const std::string& peer_ip) = 0;

  // A viewer came over a link: the call that waits for it with this key. Nothing: there is none (any more). Good
  // once: what is given is asked for with Relay::call, by the relay itself.
  // `origin`: of the page that brought it to a relay of its own, which must be that of the page that asked; empty: no
  // page did.
  virtual std::optional<CallRequest> claim_call(CallId call, const std::string& view_key,
                                                const std::string& origin) = 0;
  // A viewer has come to this device by itself: the call that waits for one, made for exactly this device. Nothing:
  // there is none (any more). Good once, as with claim_call, and instead of it; the call is the relay's from now on.
  virtual std::optional<CallRequest> claim_direct_call(CallId call, DeviceId device) = 0;

  // What a relay of its own needs to work (wire::NodeWelcome).
  struct NodePapers {
    NodeId node = 0;
    std::uint64_t organization = 0;
    std::string address;  // "HOST:PORT", for machines and viewers
    std::string certificate_pem, link_certificate_pem, authorities_pem, machine_authorities_pem;
  };
  // Nothing: it is none of ours (any more), or asks for what it must not.
  virtual void admit_node(const std::string& link_key, const wire::Node& said,
                          std::function<void(std::optional<NodePapers>)> answer) = 0;
  // It is connected, or was until now: about once a minute, and when its link ends.
  virtual void node_seen(NodeId node) = 0;
  // One came or went.
  virtual void nodes_changed(std::uint64_t organization) = 0;
  // Both sides are joined.
  virtual void call_opened(CallId call, const CallPath& path) = 0;
  // What the device says it encodes the picture of a call with: any call, as often as it likes, so it must cost little.
  virtual void call_encodes(DeviceId device, CallId call, const std::string& encoder) = 0;
  // What the device says it lets the viewer of a call do: the same.
  virtual void call_grants(DeviceId device, const wire::Grants& said) = 0;
  // Whether, as the device says, the viewer of a call acts as its administrator: the same.
  virtual void call_elevated(DeviceId device, CallId call, bool on) = 0;
  // Whether, as the device says, one may come in to it with nobody asked; when that changed, once a second at most.
  virtual void device_unattended(DeviceId device, bool on) = 0;
  // Byte counts so far; about once a second while a call is open, and only when they changed.
  virtual void call_progress(CallId call, std::uint64_t to_viewer, std::uint64_t to_device) = 0;
  virtual void call_ended(CallId call, wire::CloseReason reason, std::uint64_t to_viewer,
                          std::uint64_t to_device) = 0;
};

struct RelayLimits {
  std::size_t calls = 256;
  std::size_t calls_per_device = 8;
  std::chrono::seconds heartbeat{25};
  std::chrono::seconds answer{20};  // from RING to JOIN
  std::chrono::seconds contest{
      3};  // for a link to show that it lives, when another comes with its certificate
  std::chrono::seconds first_record{10};  // from the end of the TLS handshake
  // Links that have not proved to be of a known device; beyond that, the oldest gives way.
  std::size_t strangers = 512;
  std::size_t silent_per_address =
      64;  // of them, those of one address (base/address.h) without a certificate that said nothing
  std::chrono::milliseconds tick{1000};  // how often deadlines are looked at
};

struct RelayCounters {
  std::uint64_t devices_online = 0, calls_open = 0, calls_total = 0, calls_direct = 0, bytes_to_viewers = 0,
                bytes_to_devices = 0, enrolments = 0;
  // By CloseReason: why new links got GOODBYE instead of an answer, why links of devices got it later, and
  // why calls ended.
  std::array<std::uint64_t, wire::kCloseReasons> refused{}, dismissed{}, ended{};
};

class Relay {
 public:
  // `ticket_keys`: whose tickets are good here, and what devices are told to believe.
  static std::unique_ptr<Relay> create(net::EventLoop& loop, const Clock& clock, RelayLimits limits,
                                       std::vector<seal::TicketKey> ticket_keys, Needs& needs);
  virtual ~Relay() = default;

  // Loop thread. A new TLS connection with ALPN gatehouse/1.
  virtual void accept(std::unique_ptr<net::TlsStream> stream) = 0;
  // Loop thread. Rings the device and, when it has joined, splices `viewer` to it. However it ends, `ended`
  // runs exactly once on the loop thread, never inside this call and after Needs::call_ended, before the
  // viewer's stream is closed (so that the close code can be set).
  virtual void call(CallRequest request, std::unique_ptr<net::Stream> viewer,
                    std::function<void(wire::CloseReason)> ended) = 0;
  // Loop thread. False: no such call.
  virtual bool hang_up(CallId call, wire::CloseReason reason) = 0;
  // Loop thread. Cuts the device's links (removed from the organization, or replaced).
  virtual void drop_device(DeviceId device, wire::CloseReason reason) = 0;
  // Loop thread. The organization was removed: the same for all of its devices (unknown_device), and for its nodes.
  virtual void drop_organization(std::uint64_t organization) = 0;
  // Loop thread. Tells the device its alias (empty: none), if it is online.
  virtual void set_alias(DeviceId device, const std::string& alias) = 0;
  // Loop thread. Tells every device, now and later ones, which authorities (PEM, one after the other) this appliance
  // is to be known by from now on. Empty: they need not be told.
  virtual void set_authorities(std::string certificates_pem) = 0;
  // Loop thread. The request for help of the device is over; it is told, if it is online.
  virtual void help_over(DeviceId device) = 0;
  // Loop thread. A relay of its own was removed: its link and its calls end.
  virtual void drop_node(NodeId node) = 0;
  // Loop thread. Ends every call (appliance_stopping) and says GOODBYE on every link.
  virtual void stop() = 0;
  // Any thread.
  virtual bool is_online(DeviceId device) const = 0;
  // How long a question to the device and its answer took last; nothing when it is offline or was not asked yet.
  virtual std::optional<std::chrono::microseconds> round_trip(DeviceId device) const = 0;
  // Where viewers may try to reach the device by themselves, as "IP:PORT" (wire/direct_address.h). The device says so.
  virtual std::vector<std::string> direct_addresses(DeviceId device) const = 0;
  virtual NodeState node_state(NodeId node) const = 0;
  // Those of the device's organization that it can reach, the nearest first, at most three.
  virtual std::vector<NodeOffer> nodes_near(DeviceId device) const = 0;
  // The same of the appliance itself, to compare with them; nothing: the device did not measure it. Any thread.
  virtual std::optional<std::chrono::microseconds> appliance_from(DeviceId device) const = 0;
  virtual RelayCounters counters() const = 0;
};

}  // namespace gatehouse::relay
