// The control link of one device that is online. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/relay/control_stream.h"
#include "appliance/relay/relay.h"

namespace gatehouse::relay {

class DeviceLink {
 public:
  struct Events {
    // The device declined or ended a call.
    std::function<void(CallId, wire::CloseReason)> hung_up;
    // The device asks for a later certificate; once a link at most.
    std::function<void(const std::string& request_pem)> renew;
    // The person there asks for help, or does not any more; from tick(), the last that was said.
    std::function<void(const wire::Help&)> help;
    // How far the relays are that it was told.
    std::function<void(const wire::Measured&)> measured;
    // What the device says of itself has changed; from tick(), so not more often than that.
    std::function<void(const wire::Facts&)> updated;
    // Where viewers reach it without the appliance.
    std::function<void(const wire::Reachable&)> reachable;
    // With what it encodes the picture of a call; as often as it likes.
    std::function<void(const wire::Encodes&)> encodes;
    // What it lets the viewer of a call do; as often as it likes.
    std::function<void(const wire::Grants&)> grants;
    // Whether the viewer of a call acts as its administrator; as often as it likes.
    std::function<void(const wire::Elevated&)> elevated;
    // Whether one may come in to it with nobody asked; when that changed, once a second at most.
    std::function<void(bool on)> unattended;
    // A viewer did, or what became of that.
    std::function<void(const wire::Direct&)> direct;
    // It answered ask().
    std::function<void()> alive;
    // The link is of no more use (device_lost, timed_out, protocol_error). Once; the owner removes the link,
    // not inside the call.
    std::function<void(wire::CloseReason)> over;
  };

  // Takes a link whose HELLO was accepted and answers WELCOME, with the keys of tickets as they are on the
  // wire.
  DeviceLink(std::unique_ptr<net::TlsStream> stream, const Needs::Identity& identity, const Clock& clock,
             std::chrono::seconds heartbeat, const std::string& ticket_keys, Events events);

  DeviceId device() const { return device_; }
  std::uint64_t organization() const { return organization_; }
  const std::string& fingerprint() const { return stream_.peer_fingerprint(); }
  void send(const wire::Record& record) { stream_.send(record); }
  void set_alias(const std::string& alias);
  // Says what time it is, when the clock was set since that was said: the device judges tickets by it.
  void tell_time();
  // Is anybody there? Also measures how far.
  void ask() { stream_.ask(); }
  // From the last question to its answer; none was answered yet.
  std::optional<std::chrono::microseconds> round_trip() const { return round_trip_; }
  // About once a second.
  void tick();
  // Gives the stream away, to say GOODBYE on it. Nothing may be asked of the link after that.
  std::unique_ptr<net::TlsStream> take_stream() { return stream_.take(); }

 private:
  void welcome();
  // Of the clock, against the one that nobody sets.
  std::int64_t started_at() const { return clock_.unix_seconds() - clock_.uptime_seconds(); }
  bool handle(const wire::Record& record);
  void answered(std::chrono::microseconds took);

  const DeviceId device_;
  const std::uint64_t organization_;
  std::string alias_;
  const std::chrono::seconds heartbeat_seconds_;
  const std::string ticket_keys_;
  const Clock& clock_;
  const Events events_;
  std::optional<wire::Facts> news_;  // not reported yet
  std::optional<wire::Help> help_;   // the same
  std::optional<bool> unattended_, told_unattended_;
  std::optional<std::chrono::microseconds> round_trip_;
  std::int64_t told_start_ = 0;  // started_at() in the last WELCOME
  bool renewed_ = false;
  ControlStream stream_;
};

}  // namespace gatehouse::relay
