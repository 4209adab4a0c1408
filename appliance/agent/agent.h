// The served machine's side: enrols, keeps the link to the appliance, and shows this machine's screen to whom
// the appliance rings and the admission lets in. It never starts a session. Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/agent/access_file.h"
#include "appliance/agent/consent_desk.h"
#include "appliance/agent/displays.h"
#include "appliance/agent/help_request.h"
#include "appliance/agent/sound.h"
#include "appliance/base/result.h"
#include "appliance/net/event_loop.h"
#include "appliance/policy/permissions.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

struct AgentOptions {
  std::string server_host;
  std::uint16_t server_port = 443;
  // The appliance's authority, the only trust anchor. Empty: the one that the directory keeps, or that
  // `authority_fingerprint` names.
  std::string ca_pem;
  std::string authority_fingerprint;  // of an enrolment token, 32 raw bytes; may be empty
  std::string directory;              // key and certificate; made when it is not there
  std::string enrolment_token;        // its secret; needed until the machine is enrolled
  DisplayOptions display;
  std::string program = "/proc/self/exe";  // started as `program desktop-worker`
  std::string worker_user = "nobody";      // the worker's account when the agent is root; not the desktop's
  policy::Permissions maximum = policy::Permissions::all();
  AccessSettings access;               // who may ask at all, besides those of the directory's access.json
  ConsentDesk::Options consent;        // its file is the directory's
  std::chrono::seconds keep_warm{60};  // the worker, after the last viewer left
  // Open the screen at once: the appliance then knows its size, and what runs in a virtual one is there
  // before somebody looks.
  bool probe = false;
  std::size_t sessions = 8;                       // at once
  wire::RunMode mode = wire::RunMode::installed;  // as it is told when it enrols
  // What status() says of the link, the address, sessions or help has changed. Loop thread; the agent may not be
  // destroyed inside.
  std::function<void()> changed;
  // Where viewers reach this machine without the appliance; 0: a free port. Nothing: they don't.
  std::optional<std::uint16_t> listen_port;
  // A person must do something before this agent can work, e.g. the enrolment token was refused. It has
  // stopped.
  std::function<void(Error)> failed;
};

class Agent {
 public:
  // Errors: no token and not enrolled, keys that cannot be read or made.
  static Result<std::unique_ptr<Agent>> create(net::EventLoop& loop, AgentOptions options);
  // The same with a screen, a worker, a consent window and a sound process of the caller's.
  static Result<std::unique_ptr<Agent>> create(net::EventLoop& loop, AgentOptions options,
                                               DisplayProvider& displays, WorkerStarter start_worker,
                                               window::WindowStarter start_window, SoundStarter start_sound);
  virtual ~Agent() = default;

  // Running sessions lose at once what is not in `maximum`; later ones get no more than it.
  virtual void set_maximum(policy::Permissions maximum) = 0;
  // Ends every session and the link; `done` runs when the last words are sent, after three seconds at the
  // latest, or ten while an administrator's terminal is being ended.
  virtual void stop(std::function<void()> done) = 0;

  struct Status {
    bool enrolled = false, online = false;
    std::size_t sessions = 0;  // also who is not let in yet
    std::size_t open = 0;      // of them: who sees the screen
    std::string screen;        // which one is shown and why, for people
    // This machine's address, as the appliance has said it last. Before it has said anything: the ID that the
    // certificate names, 0 if there is none, and no alias.
    std::uint64_t id = 0;
    std::string alias;
    HelpRequest::Now help;
    std::string key;           // this machine's, as people compare it
    std::uint64_t opened = 0;  // sessions that showed the screen, since the start
  };
  virtual Status status() const = 0;

  // The person here asks for help, with or without words, or does so no more.
  virtual void ask_for_help(const std::string& words) = 0;
  virtual void withdraw_help() = 0;
};

}  // namespace gatehouse::agent
