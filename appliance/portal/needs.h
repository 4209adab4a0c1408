// What the portal needs from the world. The application supplies it; the tests fake it.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/unique_fd.h"
#include "appliance/wire/close_reason.h"
#include "db/records.h"

namespace gatehouse::portal {

struct CallRequest {
  db::SessionId session = 0;  // the relay's call number
  db::ClientId client = 0;
  std::string ticket;
};

// One value of /metrics. Names as Prometheus wants them ("gatehouse_devices_online").
struct Metric {
  enum class Kind { counter, gauge };
  std::string name, help;
  Kind kind = Kind::gauge;
  std::uint64_t value = 0;
  std::string label = {};  // e.g. reason="busy"; those of one name follow each other
};

struct Disk {
  std::uint64_t free_bytes = 0, total_bytes = 0;  // where the data directory is; total 0: unknown
};

// How the bytes of a session go, when not through the appliance.
struct SessionPath {
  std::string direct_from = {};  // the viewer's address at the machine, when they met without a relay
  std::string relay = {};        // the name of the relay that carries them
};

// A relay that runs elsewhere, as it is now.
struct RelayState {
  bool online = false;
  std::optional<std::chrono::microseconds> round_trip;  // of its link to the appliance
  std::uint64_t sessions = 0;                           // that go through it
};

// A relay that a session may go through.
struct RelayOffer {
  db::RelayNodeId id = 0;
  std::string address;                                    // "host:port"
  std::optional<std::chrono::microseconds> from_machine;  // as the machine measured it
};

// Called on many threads at once; nothing here waits for the network.
class PortalNeeds {
 public:
  virtual ~PortalNeeds() = default;

  virtual bool is_online(db::ClientId client) = 0;
  // Of the machine's link, as it was last measured; nothing when it is offline.
  virtual std::optional<std::chrono::microseconds> round_trip(db::ClientId client) = 0;
  // Where viewers may try to reach the machine without the appliance, as "IP:PORT"; the machine says so.
  virtual std::vector<std::string> direct_addresses(db::ClientId client) = 0;
  // Rings the machine and joins `viewer` to it. `ended` runs exactly once, on any thread, before `viewer` is
  // closed. The store hears of the call by Portal::session_opened, session_progress and session_ended, the
  // last of them exactly once for every call started.
  virtual void start_call(CallRequest request, UniqueFd viewer,
                          std::function<void(wire::CloseReason)> ended) = 0;
  // Ends a call soon; session_ended follows. A call that is over already: nothing happens.
  virtual void hang_up(db::SessionId session, wire::CloseReason reason) = 0;
  // The machine was removed from the store: cuts its link and its calls soon (unknown_device).
  virtual void drop_client(db::ClientId client) = 0;

  // The organization was removed from the store: the same for all of its machines and relays.
  virtual void drop_organization(db::OrganizationId organization) = 0;

  // A machine that is online is told its new alias ("": none).
  virtual void alias_changed(db::ClientId client, const std::string& alias) = 0;

  // The request for help from there is over; a machine that is online is told.
  virtual void help_over(db::ClientId client) = 0;

  virtual RelayState relay_state(db::RelayNodeId relay) = 0;
  // The relay was removed from the store: cuts its link and the sessions that go through it soon.
  virtual void drop_relay(db::RelayNodeId relay) = 0;
  // Those of the organization that are online and that the machine reached, nearest to it first, at most 3.
  virtual std::vector<RelayOffer> relays_for(db::OrganizationId organization, db::ClientId client) = 0;
  // How far the appliance is from the machine, measured by it as its ways to the relays are; nothing: it had no relay
  // to compare with, or is offline.
  virtual std::optional<std::chrono::microseconds> appliance_from(db::ClientId client) = 0;
  // Would a certificate for this host stand for the appliance itself? No relay may have one. `host`: a DNS name, or an
  // address with or without brackets.
  virtual bool is_own_name(const std::string& host) = 0;
  // "host:port", under which other computers reach the appliance, best first. None: it listens on this one only.
  virtual std::vector<std::string> servers_for_others() = 0;

  // Something waits for a webhook. Does not wait.
  virtual void webhook_queued() = 0;

  // The owner exists now. The application may enrol this machine.
  virtual void set_up(db::OrganizationId organization) = 0;

  // Does what nobody waits for, later and on another thread; dropped where far too much waits.
  virtual void write_later(std::function<void()> task) = 0;

  // Mail was put into the queue.
  virtual void mail_waits() = 0;

  // Why the audit log can't be forwarded to the syslog server just now; empty: it can, or need not.
  virtual std::string audit_forwarding_problem() = 0;

  // Of this machine's time zone: seconds east of UTC at a time, and what it is called ("Europe/Berlin").
  virtual std::int64_t utc_offset(std::int64_t unix_seconds) = 0;
  virtual std::string time_zone() = 0;

  virtual Disk disk() = 0;
  virtual std::vector<Metric> metrics() = 0;
};

}  // namespace gatehouse::portal
