#include "appliance/app/native_session.h"

#include <signal.h>

#include <array>
#include <cstdio>
#include <functional>

#include "appliance/base/server_address.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"
#include "appliance/cli/command.h"
#include "appliance/connect/direct_try.h"
#include "appliance/connect/local_port.h"
#include "appliance/connect/relay_choice.h"
#include "appliance/connect/session.h"
#include "appliance/connect/terminal.h"
#include "appliance/connect/viewer_program.h"
#include "appliance/wire/server_names.h"

namespace gatehouse::app {
namespace {

using connect::KnownKeys;
using connect::PortalClient;

constexpr int kMostCodes = 3;
constexpr const char* kYouEndedIt = "You ended it.";

void print_chat(const std::string& words) {
  for (const std::string& line : split(words, '\n'))
    std::printf("The person at the machine writes: %s\n", as_shown_line(line, wire::kChatCap).c_str());
  std::fflush(stdout);
}

// --- Which machine is it? ---

std::string shown_name(const connect::Connection& connection) {
  return connection.machine_name + " (" + std::to_string(connection.device) + ")";
}

Error key_changed(const connect::Connection& connection, const std::string& known_fingerprint) {
  const std::string shown = seal::key_fingerprint(connection.device_key);
  return Error{"the key of " + shown_name(connection) + " has changed.\n  known  " + known_fingerprint +
               "\n  now    " + shown +
               "\nSomebody may sit in between, or the machine was set up anew. Ask whoever looks after it, "
               "and if the new one is right, add\n  --accept-new-key '" +
               shown + "'"};
}

// Before anything is sent to the machine.
Result<void> check_key(const NativeOrder& order, const KnownKeys& keys,
                       const connect::Connection& connection) {
  const auto known = keys.look_up(order.server.name(), connection.device, connection.device_key);
  if (!known) return known.error();
  const std::string shown = seal::key_fingerprint(connection.device_key);
  if (known->verdict != KnownKeys::Verdict::changed || connect::is_fingerprint(order.new_key, shown))
    return {};
  return key_changed(connection, known->known_fingerprint);
}

// The machine has proved that it holds the key.
Result<void> note_key(const NativeOrder& order, KnownKeys keys, const connect::Connection& connection) {
  const std::string shown = seal::key_fingerprint(connection.device_key);
  const auto met = keys.meet(order.server.name(), connection.device, connection.device_key);
  if (!met) return met.error();
  if (met->verdict == KnownKeys::Verdict::same) return {};
  if (met->verdict == KnownKeys::Verdict::first) {
    std::printf("First contact with %s. The appliance vouches for its key, which is noted in %s:\n  %s\n",
                shown_name(connection).c_str(), keys.path().c_str(), shown.c_str());
    return {};
  }
  // Another program may have met another key meanwhile.
  if (!connect::is_fingerprint(order.new_key, shown)) return key_changed(connection, met->known_fingerprint);
  std::printf("The new key of %s is noted in %s.\n", shown_name(connection).c_str(), keys.path().c_str());
  return keys.accept(order.server.name(), connection.device, connection.device_key);
}

// --- The session ---

class Run {
 public:
  Run(const NativeOrder& order, PortalClient& portal, const connect::Appliances& known,
      std::string authority_pem)
      : order_(order), portal_(portal), known_(known), authority_pem_(std::move(authority_pem)) {}

  // The exit status.
  Result<int> run(const Secret& shown);

 private:
  struct Offer {
    connect::Connection connection;
    connect::Session::Pass pass;
  };
  Result<void> sign_in(const Secret& password, const std::function<Result<Secret>()>& ask_code);
  Result<Offer> ask();
  Result<void> begin();
  Result<void> interrupted() const;
  connect::DirectTry::Outcome try_directly(Offer& offer);
  std::optional<connect::RelayOffer> choose_relay(const connect::Connection& connection);
  connect::Session::Events events();
  connect::Dial dial(const connect::Connection& connection);
  void attach(std::unique_ptr<net::Stream> viewer);
  void sealed(const connect::Connection& connection, const std::string& code);
  void opened(const wire::State& state);
  void asked(const wire::Ask& ask);
  void told(const wire::Controls& controls);
  void viewer_ended(const std::string& how);
  void stop();

  const NativeOrder& order_;
  PortalClient& portal_;
  const connect::Appliances& known_;
  const std::string authority_pem_;
  net::EventLoop loop_;
  std::unique_ptr<connect::LocalPort> port_;
  connect::Connection connection_;
  std::optional<connect::RelayOffer> relay_;  // that carries the session
  bool relay_failed_ = false, sealed_ = false;
  std::string way_;                            // how the machine was reached, for people
  std::unique_ptr<net::Stream> early_viewer_;  // it came before the session was sealed
  std::unique_ptr<connect::Session> session_;
  std::unique_ptr<connect::TypedLine> typed_;  // what is asked of who sits here
  std::unique_ptr<connect::ViewerProgram> viewer_;
  bool announced_ = false, stopped_ = false, attached_ = false;
  bool lacks_controls_ = false;
  bool interrupted_ = false;  // by a signal
  int status_ = 0;
};

Result<void> Run::sign_in(const Secret& password, const std::function<Result<Secret>()>& ask_code) {
  const auto step = portal_.log_in(order_.organization, order_.email, password);
  if (!step) return step.error();
  if (*step == PortalClient::LogIn::done) return {};
  for (int tries = 0;;) {
    const auto code = ask_code();
    if (!code) return code.error();
    const auto right = portal_.show_code(*code);
    if (!right) return right.error();
    if (*right) return {};
    const std::string words = "the code is not right, or it was used already";
    if (order_.password_stdin || ++tries == kMostCodes) return Error{words};
    std::fprintf(stderr, "gatehouse: %s\n", words.c_str());
  }
}

Result<int> Run::run(const Secret& shown) {
  // From the login on nothing ends without signing out.
  const auto interrupt = [this] {
    interrupted_ = true;
    stop();
  };
  const auto watch = [&] {
    return std::array{loop_.on_signal(SIGINT, interrupt), loop_.on_signal(SIGTERM, interrupt),
                      loop_.on_signal(SIGHUP, interrupt)};
  };
  auto watched = watch();
  auto port =
      connect::LocalPort::open(loop_, order_.listen, [this](auto viewer) { attach(std::move(viewer)); });
  if (!port) return port.error();
  port_ = *std::move(port);
  const auto ask_code = [&] {
    // Nobody is signed in yet: a signal may end the program while it waits for a person.
    watched = {};
    auto code = connect::read_code(order_.password_stdin);
    watched = watch();
    return code;
  };
  const auto known = order_.token_stdin ? portal_.use_token(shown) : sign_in(shown, ask_code);
  if (!known) return known.error();
  if (auto ok = begin(); !ok) return ok.error();
  if (!session_) return status_;  // interrupted
  loop_.run();
  if (relay_failed_) {
    session_.reset();
    if (auto ok = begin(); !ok) return ok.error();
    if (session_) loop_.run();
  }
  viewer_.reset();
  return status_;
}

Result<Run::Offer> Run::ask() {
  Offer offer;
  auto connection = portal_.connect(order_.address, offer.pass.viewer_key.public_key(), order_.reason);
  if (!connection) return connection.error();
  if (auto ok = check_key(order_, known_.known_keys(), *connection); !ok) return ok.error();
  offer.pass.view = {.call_id = connection->session, .view_key = connection->view_key};
  offer.pass.ticket = connection->ticket;
  offer.pass.device_key = connection->device_key;
  offer.connection = *std::move(connection);
  return offer;
}

// Nothing in session_: it was interrupted meanwhile.
Result<void> Run::begin() {
  auto offer = ask();
  if (!offer) return offer.error();
  if (!order_.relay_only && !relay_failed_ && !offer->connection.direct.empty()) {
    auto outcome = try_directly(*offer);
    if (stopped_) return interrupted();
    if (outcome.direct) {
      way_ = "directly (" + outcome.direct->address + ")";
      connection_ = std::move(offer->connection);
      session_ = std::make_unique<connect::Session>(loop_, *std::move(outcome.direct), events());
      return {};
    }
    // What was shown on the way may be used up.
    if (outcome.is_spent) offer = ask();
    if (!offer) return offer.error();
  }
  relay_ = relay_failed_ ? std::nullopt : choose_relay(offer->connection);
  if (stopped_) return interrupted();
  way_ = relay_ ? "through the relay " + relay_->name : "through the appliance";
  connection_ = std::move(offer->connection);
  session_ = std::make_unique<connect::Session>(loop_, dial(connection_), std::move(offer->pass), events());
  return {};
}

Result<void> Run::interrupted() const {
  std::printf("The session is over: %s\n", kYouEndedIt);
  return {};
}

connect::DirectTry::Outcome Run::try_directly(Offer& offer) {
  connect::DirectTry::Outcome outcome;
  connect::DirectTry attempt(loop_, offer.connection.direct, offer.pass,
                             [&](connect::DirectTry::Outcome found) {
                               outcome = std::move(found);
                               loop_.stop();
                             });
  loop_.run();
  return outcome;
}

std::optional<connect::RelayOffer> Run::choose_relay(const connect::Connection& connection) {
  if (connection.relays.empty()) return std::nullopt;
  std::optional<connect::RelayOffer> chosen;
  const connect::RelayChoice choice(loop_, connection.relays, order_.server.name(),
                                    connection.appliance_from_machine,
                                    [&](std::optional<connect::RelayOffer> found) {
                                      chosen = std::move(found);
                                      loop_.stop();
                                    });
  loop_.run();
  return chosen;
}

connect::Session::Events Run::events() {
  return {
      .sealed = [this](const std::string& code) { sealed(connection_, code); },
      .state = [this](const wire::State& state) { opened(state); },
      .asked = [this](const wire::Ask& ask) { asked(ask); },
      .controls = [this](const wire::Controls& controls) { told(controls); },
      .chat = [](const std::string& words) { print_chat(words); },
      .over =
          [this](wire::CloseReason reason, const std::string& words) {
            loop_.stop();
            typed_.reset();
            // The relay could not carry it. The appliance can, with another ticket.
            relay_failed_ = relay_ && !sealed_ && !stopped_;
            if (relay_failed_) return;
            const bool by_us = interrupted_ && reason == wire::CloseReason::ended_by_viewer;
            std::printf("The session is over: %s\n", by_us ? kYouEndedIt : words.c_str());
            if (reason != wire::CloseReason::ended_by_viewer) status_ = 1;
          },
  };
}

void Run::told(const wire::Controls& controls) {
  using Holder = wire::Controls::Holder;
  const std::string holder = as_shown_line(controls.name, wire::kControlsNameCap);
  const std::string asking = as_shown_line(controls.asking, wire::kControlsNameCap);
  const bool lacked = std::exchange(lacks_controls_, controls.holder != Holder::you);
  if (controls.holder == Holder::another) {
    std::printf("%s has the controls.%s\n", holder.c_str(),
                controls.wish ? " They were asked for them." : "");
  } else if (controls.holder == Holder::you && !asking.empty()) {
    std::printf("%s asks for the controls, and has them in some moments.\n", asking.c_str());
  } else if (controls.holder == Holder::you && lacked) {
    std::printf("You have the controls.\n");
  }
  std::fflush(stdout);
}

void Run::attach(std::unique_ptr<net::Stream> viewer) {
  attached_ = true;
  if (!sealed_) {
    early_viewer_ = std::move(viewer);
    return;
  }
  session_->attach(std::move(viewer));
}

connect::Dial Run::dial(const connect::Connection& connection) {
  auto tls = order_.server.link_options();
  if (relay_) {
    const auto at = parse_server_address(relay_->address);
    GH_ASSERT(at);  // or it had not been measured
    tls.host = at->host;
    tls.port = at->port;
    tls.server_name = wire::relay_server_name(relay_->id);
  }
  tls.trusted_ca = authority_pem_;
  // The portal, whose certificate this system trusts, says who its own authority is.
  if (authority_pem_.empty()) tls.trusted_fingerprint = connection.authority_fingerprint;
  return [this, tls](connect::Dialed done) { return net::tls_connect(loop_, tls, std::move(done)); };
}

void Run::sealed(const connect::Connection& connection, const std::string& code) {
  sealed_ = true;
  if (const auto noted = note_key(order_, known_.known_keys(), connection); !noted) {
    status_ = cli::fail("connect", noted.error().message);
    return stop();
  }
  // An appliance that changes its authority names both in time.
  if (!authority_pem_.empty() && !connection.authorities_pem.empty() &&
      connection.authorities_pem != authority_pem_) {
    if (const auto noted = known_.remember_authority(order_.server.name(), connection.authorities_pem);
        !noted)
      cli::fail("connect", noted.error().message);
  }
  std::printf("Connected to %s %s, sealed end to end. Comparison code: %s\n", shown_name(connection).c_str(),
              way_.c_str(), code.c_str());
  std::fflush(stdout);
  if (early_viewer_) session_->attach(std::move(early_viewer_));
}

// The machine would let in who knows its password, with nobody asked there.
void Run::asked(const wire::Ask& ask) {
  const bool is_code = ask.what == wire::Ask::What::code;
  typed_.reset();
  if (ask.refused) std::fprintf(stderr, "That is not right.\n");
  if (ask.wait_seconds > 0) std::fprintf(stderr, "Another answer counts in %d s.\n", int{ask.wait_seconds});
  if (order_.password_stdin || order_.token_stdin || !connect::at_terminal()) return;
  typed_ = std::make_unique<connect::TypedLine>(
      loop_, is_code ? "Security code: " : "Password for unattended access, if you know it: ", !is_code,
      [this](const Secret& line) { session_->answer(std::string(line.view())); });
}

void Run::opened(const wire::State& state) {
  if (state.state == wire::SessionState::waiting) std::printf("Waiting for the person at the machine.\n");
  if (state.state == wire::SessionState::open && !announced_) {
    typed_.reset();
    announced_ = true;
    if (port_->is_open_to_others())
      std::fprintf(stderr, "Everybody who reaches %s can take this session.\n", port_->address().c_str());
    std::printf("Ready for a VNC viewer at %s\n", port_->address().c_str());
    if (!order_.viewer.empty()) {
      auto started = connect::ViewerProgram::start(loop_, order_.viewer, port_->viewer_address(),
                                                   [this](const std::string& how) { viewer_ended(how); });
      if (started) {
        viewer_ = *std::move(started);
      } else {
        status_ = cli::fail("connect", started.error().message);
        stop();
      }
    }
  }
  std::fflush(stdout);
}

void Run::viewer_ended(const std::string& how) {
  // How one that was connected ends is its own business.
  if (!attached_ && how != exit_words(0)) status_ = cli::fail("connect", "the viewer: " + how);
  stop();
}

void Run::stop() {
  if (std::exchange(stopped_, true)) return;
  if (!session_) return loop_.stop();
  session_->end();
}

}  // namespace

Result<int> run_native_session(const NativeOrder& order, PortalClient& portal,
                               const connect::Appliances& known, std::string authority_pem,
                               const Secret& shown) {
  return Run(order, portal, known, std::move(authority_pem)).run(shown);
}

}  // namespace gatehouse::app
