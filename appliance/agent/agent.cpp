#include "appliance/agent/agent.h"

#include <unistd.h>

#include <algorithm>

#include "appliance/agent/by_profile.h"
#include "appliance/agent/dialing.h"
#include "appliance/agent/direct_door.h"
#include "appliance/agent/directory_watch.h"
#include "appliance/agent/doorkeeper.h"
#include "appliance/agent/encoder_reports.h"
#include "appliance/agent/facts.h"
#include "appliance/agent/identity.h"
#include "appliance/agent/link.h"
#include "appliance/agent/membership.h"
#include "appliance/agent/own_addresses.h"
#include "appliance/agent/relay_distances.h"
#include "appliance/agent/renewal.h"
#include "appliance/agent/running_sessions.h"
#include "appliance/agent/ticket_desk.h"
#include "appliance/agent/unattended.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/net/certificates.h"

namespace gatehouse::agent {
namespace {

using wire::CloseReason;

constexpr std::chrono::seconds kStopWithin{3};
constexpr std::chrono::seconds kTerminalsWithin{10};  // less than what systemd leaves us (TimeoutStopSec)
constexpr std::size_t kWaitingOfOne = 3;              // visits of one account that are not let in yet
constexpr std::chrono::hours kLookAfter{1};           // at the certificate
constexpr std::chrono::seconds kTellAfter{1};         // what changes meanwhile is told along

class AgentImpl final : public Agent {
 public:
  AgentImpl(net::EventLoop& loop, AgentOptions options, Identity identity, DisplayProvider& displays,
            WorkerStarter start_worker, window::WindowStarter start_window, SoundStarter start_sound,
            Profiles profiles)
      : loop_(loop),
        options_(std::move(options)),
        identity_(std::move(identity)),
        profiles_(options_.directory, std::move(profiles), [this] { profiles_changed(); }),
        desktop_(loop_, displays, std::move(start_worker), options_.keep_warm),
        sound_(loop_, displays, std::move(start_sound), options_.worker_user),
        consent_(loop_, displays, std::move(start_window), sessions_, options_.consent),
        by_profile_(profiles_, options_.maximum, &consent_),
        link_(
            loop_, clock_, [this](Dialed done) { return dialing_.idle(std::move(done)); },
            [this] {
              told_ = desktop_.screen();
              return wire::Hello{wire::kVersion, std::string(as_text(identity_.device_key().public_key())),
                                 facts()};
            },
            {
                .online = [this](const wire::Welcome& welcome) { online(welcome); },
                .ring = [this](const wire::Ring& ring) { rung(ring); },
                .hung_up = [this](std::uint64_t call, CloseReason reason) { hung_up(call, reason); },
                .renewed = [this](const wire::Renewed& answer) { renewal_.renewed(answer); },
                .authorities = [this](const wire::Authorities& named) { membership_.learn(named); },
                .direct_answered =
                    [this](const wire::DirectAnswer& answer) {
                      if (door_) door_->answered(answer);
                    },
                .help =
                    [this](const wire::Help& said) {
                      help_.told(said.wanted, clock_.unix_seconds());
                      changed();
                    },
                .relays = [this](const wire::Relays& named) { distances_.learn(named); },
                .unknown_here = [this] { membership_.unknown_here(); },
                .offline = [this] { offline(); },
            }),
        distances_(loop_, {options_.server_host, options_.server_port},
                   [this](const wire::Measured& measured) { link_.send(measured); }),
        renewal_(loop_, identity_, [this](const wire::Renew& request) { link_.send(request); }),
        looking_(loop_.every(kLookAfter, [this] {
          if (link_.is_online()) renewal_.look(tickets_.appliance_time(clock_));
        })) {
    controls_.on_holder([this] { consent_.show_holder(controls_.holder()); });
    desktop_.on_screen([this] { tell(); });
    desktop_.on_encoder([this](std::uint64_t call, const std::string& encoder) {
      if (sessions_.find(call) != nullptr) encoders_.changed(call, encoder);
    });
    if (options_.probe) desktop_.probe();
    if (options_.listen_port) open_door(*options_.listen_port);
    // For who stands here and wants to compare it with what the portal shows.
    log::info("agent", "this machine's key is " + key_);
    if (const auto facts = net::describe(identity_.certificate_pem())) {
      id_ = static_cast<std::uint64_t>(parse_integer(facts->subject, 1, INT64_MAX).value_or(0));
    }
    read_access();
    membership_.begin();
  }

  ~AgentImpl() override { sessions_.clear(); }  // while those are there whom they leave

  void set_maximum(policy::Permissions maximum) override {
    by_profile_.set(maximum);
    for (Session* session : sessions_.all()) session->limit(maximum);
  }

  void stop(std::function<void()> done) override;

  Status status() const override {
    return {identity_.enrolled(),
            link_.is_online(),
            sessions_.size(),
            sessions_.open(),
            {},
            id_,
            alias_,
            help_.now(),
            key_,
            opened_};
  }

  void ask_for_help(const std::string& words) override {
    log::write(log::Level::info, "agent", "somebody here asks for help", asked_logged_);
    help_.ask(words, clock_.unix_seconds());
    changed();
  }
  void withdraw_help() override {
    help_.withdraw();
    changed();
  }

 private:
  wire::Facts facts() const {
    wire::Facts facts = machine_;
    facts.width = desktop_.screen().width;
    facts.height = desktop_.screen().height;
    facts.capture = desktop_.screen().capture;
    return facts;
  }

  // A viewer who drags a window's edge changes the screen many times a second.
  void tell() {
    if (telling_) return;
    telling_ = loop_.after(kTellAfter, [this] {
      telling_.reset();
      link_.send(wire::Update{facts()});
    });
  }

  void online(const wire::Welcome& welcome);
  void changed() {
    if (options_.changed) options_.changed();
  }

  // A command at the console wrote it.
  void file_changed(const std::string& name);
  void read_access();

  // --- Sessions ---

  void open_door(std::uint16_t port);
  void come(DirectDoor::Guest guest);
  void offline();
  void rung(const wire::Ring& ring);
  void hung_up(std::uint64_t call, CloseReason reason) {
    if (Session* session = sessions_.find(call)) session->end(reason);
  }
  void session_ended(std::uint64_t call, CloseReason reason);
  void session_opened(std::uint64_t call, const Grant& grant) {
    ++opened_;
    tell_grant(call, grant);
    changed();
  }
  void tell_grant(std::uint64_t call, const Grant& grant) {
    link_.send(wire::Grants{call, grant.permissions.bits(), grant.profile});
  }
  void tell_unattended() {
    const bool on = profiles_.now().is_unattended();
    if (std::exchange(told_unattended_, on) != on) link_.send(wire::Unattended{on});
  }
  void profiles_changed();
  // One who waits for an answer again and again must not take the places of all others.
  bool is_full_for(const seal::Ticket& ticket) const {
    return sessions_.size() >= options_.sessions ||
           sessions_.waiting(static_cast<std::int64_t>(ticket.viewer_id)) >= kWaitingOfOne;
  }
  // By the later of both clocks, so that what ends has ended when either says so.
  std::int64_t now() const { return std::max(clock_.unix_seconds(), tickets_.appliance_time(clock_)); }

  net::EventLoop& loop_;
  AgentOptions options_;
  const SystemClock clock_;
  Identity identity_;
  Dialing dialing_{loop_, options_, identity_};
  Membership membership_{
      loop_, options_, identity_, dialing_, [this] { return facts(); }, [this] { link_.start(); }};
  const wire::Facts machine_ = machine_facts();  // reads files, so once
  ProfileBook profiles_;
  DesktopHost desktop_;
  SoundHost sound_;
  Controls controls_{loop_};
  RunningSessions sessions_{desktop_, controls_};
  ConsentDesk consent_;
  Company company_{controls_,
                   [this](std::uint64_t call, const std::string& words) { consent_.chat(call, words); }};
  ByProfile by_profile_;
  Unattended unattended_{loop_, profiles_, by_profile_, options_.directory,
                         [this](std::uint64_t call, const wire::Ask& ask) {
                           if (Session* session = sessions_.find(call)) session->put(ask);
                         }};
  PamCheck administrators_{loop_, options_.program, options_.directory};
  Terminals terminals_{loop_, options_.program};
  Administration administration_{consent_, administrators_, terminals_, ::geteuid() == 0,
                                 [this](std::uint64_t call, bool on) {
                                   link_.send(wire::Elevated{call, on});
                                 }};
  Doorkeeper admission_{unattended_, [this] { return now(); }};
  std::uint64_t opened_ = 0;  // sessions, so far
  DesktopHost::Screen told_;  // in the last HELLO
  std::uint64_t id_ = 0;      // of the last WELCOME; before the first, of the certificate
  std::string alias_;         // of the last WELCOME
  const std::string key_ = seal::key_fingerprint(identity_.device_key().public_key());
  bool was_online_ = false;  // with this link
  std::optional<bool> told_unattended_;
  net::ClosingStreams closing_;
  TicketDesk tickets_;
  HelpRequest help_{[this](const wire::Help& help) { link_.send(help); }};
  log::LineLimit asked_logged_;
  Link link_;
  EncoderReports encoders_{loop_, [this](const wire::Encodes& encodes) { link_.send(encodes); }};
  RelayDistances distances_;
  Renewal renewal_;
  std::unique_ptr<DirectDoor> door_;
  DirectoryWatch watch_{loop_, options_.directory, [this](const std::string& name) { file_changed(name); }};
  net::EventLoop::HandlePtr stopping_, telling_, looking_;
};

void AgentImpl::online(const wire::Welcome& welcome) {
  const bool begins = !std::exchange(was_online_, true);
  tickets_.learn(welcome, clock_);
  if (begins) renewal_.link_began();
  renewal_.look(static_cast<std::int64_t>(welcome.unix_time));
  if (door_) door_->online();
  id_ = welcome.device_id;
  alias_ = welcome.alias;
  if (begins) {
    help_.link_began();
    told_unattended_.reset();
    tell_unattended();
    encoders_.link_began();
    for (const auto& [call, session] : sessions_.by_call()) {
      if (const auto& grant = session->opened_with()) tell_grant(call, *grant);
      if (const auto on = session->elevated()) link_.send(wire::Elevated{call, *on});
    }
  }
  changed();
  // It opened while the welcome was on its way.
  if (told_ != desktop_.screen()) tell();
}

void AgentImpl::file_changed(const std::string& name) {
  if (name == kProfilesFile) profiles_.look();
  if (name != AccessFile::kName) return;
  log::info("agent", "the access list was changed");
  read_access();
}

void AgentImpl::read_access() {
  const auto file = AccessFile::read(options_.directory);
  if (!file) return log::error("agent", "the access list stays as it was: " + file.error().message);
  admission_.set_access(access_list(options_.access, *file));
}

void AgentImpl::rung(const wire::Ring& ring) {
  const std::uint64_t call = ring.call_id;
  if (sessions_.find(call) != nullptr) return;
  const auto ticket = tickets_.take(ring, clock_);
  if (!ticket) {
    log::warning("agent", "call " + std::to_string(call) + " refused: " + ticket.error().message);
    return link_.send(wire::Decline{call, CloseReason::bad_ticket});
  }
  if (is_full_for(*ticket)) return link_.send(wire::Decline{call, CloseReason::busy});
  log::info("agent", "call " + std::to_string(call) + " from " + ticket->viewer_name + " (" +
                         ticket->viewer_account + ") at " + ticket->viewer_address);
  sessions_.add(
      call, std::make_unique<Session>(
                loop_, [this, ring](Dialed done) { return dialing_.to_join(ring, std::move(done)); }, ring,
                *ticket, identity_.device_key(), admission_, desktop_, sound_, administration_, company_,
                closing_, [this, call](CloseReason reason) { session_ended(call, reason); },
                [this, call](const Grant& grant) { session_opened(call, grant); }));
  changed();
}

void AgentImpl::session_ended(std::uint64_t call, CloseReason reason) {
  log::info("agent",
            "call " + std::to_string(call) + " ended: " + std::string(wire::close_reason_name(reason)));
  if (door_) door_->left(call);
  encoders_.ended(call);
  link_.send(wire::HangUp{call, reason});
  sessions_.remove(call);
  changed();
}

// What their profile does not allow any more is gone for those who came in by it; all, when there is no such profile.
void AgentImpl::profiles_changed() {
  tell_unattended();
  const Profiles profiles = profiles_.now();  // looking again may lead here again, and end sessions
  for (Session* session : sessions_.all()) {
    if (session->profile().empty()) continue;
    const Profile* const profile = profiles.find(session->profile());
    session->limit(profile != nullptr && profile->enabled ? profile->permissions : policy::Permissions());
  }
}

// --- Viewers who come directly ---

void AgentImpl::open_door(std::uint16_t port) {
  door_ = std::make_unique<DirectDoor>(
      loop_, port, identity_.device_key(),
      DirectDoor::House{
          .redeem = [this](const std::string& ticket,
                           const seal::PublicKey& viewer_key) -> Result<seal::Ticket> {
            if (sessions_.size() >= options_.sessions) return Error{"there are too many sessions"};
            auto taken = tickets_.take(ticket, viewer_key, clock_);
            if (taken && is_full_for(*taken)) return Error{"too many visits of this account wait already"};
            return taken;
          },
          .tell =
              [this](const wire::Record& record) {
                link_.send(record);
                return link_.is_online();
              },
          .come = [this](DirectDoor::Guest guest) { come(std::move(guest)); },
          .addresses = own_addresses,
      });
}

void AgentImpl::come(DirectDoor::Guest guest) {
  const std::uint64_t call = guest.ticket.call;
  log::info("agent", "call " + std::to_string(call) + ", direct, from " + guest.ticket.viewer_name + " (" +
                         guest.ticket.viewer_account + ") at " + guest.ticket.viewer_address);
  Session& session = sessions_.add(
      call, std::make_unique<Session>(
                loop_, guest.ticket, identity_.device_key(), admission_, desktop_, sound_, administration_,
                company_, closing_, [this, call](CloseReason reason) { session_ended(call, reason); },
                [this, call](const Grant& grant) { session_opened(call, grant); }));
  session.carry(std::move(guest.stream), std::move(guest.ciphers));
  changed();
}

// Nobody could end them any more.
void AgentImpl::offline() {
  was_online_ = false;
  changed();
  if (!door_) return;
  for (const std::uint64_t call : door_->offline()) hung_up(call, CloseReason::device_lost);
}

void AgentImpl::stop(std::function<void()> done) {
  membership_.stop();
  for (Session* session : sessions_.all()) session->end(CloseReason::ended_by_device);
  door_.reset();
  link_.stop();
  const SteadyTime begin = clock_.steady();
  stopping_ = loop_.every(std::chrono::milliseconds(10), [this, begin, done = std::move(done)] {
    const auto passed = clock_.steady() - begin;
    if (closing_.size() > 0 && passed < kStopWithin) return;
    // After us systemd kills those who end them, and their unit would go on.
    if (terminals_.ending() > 0 && passed < kTerminalsWithin) return;
    terminals_.kill_ending();
    stopping_.reset();
    done();
  });
}

}  // namespace

Result<std::unique_ptr<Agent>> Agent::create(net::EventLoop& loop, AgentOptions options,
                                             DisplayProvider& displays, WorkerStarter start_worker,
                                             window::WindowStarter start_window, SoundStarter start_sound) {
  auto identity = Identity::open(options.directory);
  if (!identity) return identity.error();
  if (!identity->enrolled() && options.enrolment_token.empty()) {
    return Error{
        "This machine is not enrolled yet. Make a token in the portal (Clients, Add machine), then: "
        "gatehouse enroll --server HOST --token TOKEN"};
  }
  if (options.ca_pem.empty() && options.authority_fingerprint.empty() && identity->authority_pem().empty()) {
    return Error{
        "It is not known how to recognise the appliance. Set agent.ca to the PEM file of its authority, or "
        "enrol this machine with a token of the portal (gatehouse enroll)."};
  }
  auto profiles = load_profiles(options.directory);
  if (!profiles) return profiles.error();
  if (const auto access = AccessFile::read(options.directory); !access) return access.error();
  options.consent.known_accounts = options.directory + "/known_accounts";
  return std::unique_ptr<Agent>(std::make_unique<AgentImpl>(
      loop, std::move(options), *std::move(identity), displays, std::move(start_worker),
      std::move(start_window), std::move(start_sound), *std::move(profiles)));
}

}  // namespace gatehouse::agent
