#include "appliance/agent/local_server.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "appliance/agent/administrator_check.h"
#include "appliance/base/log.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"
#include "appliance/net/peer_owner.h"

namespace gatehouse::agent {
namespace {

constexpr const char* kSignInAttempts = "sign_in_attempts.json";
constexpr std::size_t kMostCallers = 32;
constexpr std::size_t kMostClosing = 32;  // answered, and not gone yet
constexpr std::size_t kLineCap = 512;
constexpr std::chrono::seconds kWithin{10};
constexpr std::chrono::seconds kAnswerWithin{60};  // once a password has to be checked, or made
constexpr uid_t kFirstPerson = 1000, kNobody = 65534;

std::string_view word_of(HelpRequest::State state) {
  switch (state) {
    case HelpRequest::State::waiting:
      return "waiting";
    case HelpRequest::State::noted:
      return "noted";
    case HelpRequest::State::over:
      return "over";
    case HelpRequest::State::none:
      break;
  }
  return "none";
}

class SettingsNeeds final : public LocalSettings::Needs {
 public:
  SettingsNeeds(net::EventLoop& loop, std::function<void()> restart)
      : loop_(loop), restart_(std::move(restart)) {}
  ~SettingsNeeds() override {
    if (thread_.joinable()) thread_.join();
  }

  bool later(std::function<Said()> work, std::function<void(Said)> done) override {
    if (busy_) return false;
    if (thread_.joinable()) thread_.join();
    busy_ = true;
    thread_ =
        std::thread([this, work = std::move(work), done = std::move(done), alive = std::weak_ptr(alive_)] {
          loop_.post([this, alive, done, said = work()] {
            if (alive.expired()) return;
            busy_ = false;
            done(said);
          });
        });
    return true;
  }

  void restart() override {
    if (restart_) restart_();
  }

 private:
  net::EventLoop& loop_;
  const std::function<void()> restart_;
  bool busy_ = false;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // looked at on the loop
  std::thread thread_;
};

}  // namespace

bool may_command(uid_t who, uid_t own) {
  if (who == own || who == 0) return true;
  return own == 0 && who >= kFirstPerson && who != kNobody;
}

LocalServer::LocalServer(net::EventLoop& loop, Agent& agent, LocalOptions options)
    : loop_(loop),
      agent_(agent),
      options_(std::move(options)),
      page_(agent, options_.appliance, options_.button) {
  if (options_.desk != nullptr) {
    // Their own count of wrong passwords: whoever tries them from afar keeps nobody out here.
    check_ = std::make_unique<PamCheck>(loop_, options_.program, options_.directory, kSignInAttempts);
    needs_ = std::make_unique<SettingsNeeds>(loop_, options_.restart);
    const auto account = find_account(::geteuid());
    settings_ = std::make_unique<LocalSettings>(
        SettingsWorld{agent_, *options_.desk, clock_, options_.directory, options_.appliance}, *check_,
        *needs_,
        ::geteuid() == 0 ? ""
        : account        ? account->name
                         : "the account " + std::to_string(::geteuid()));
  }
  if (!options_.page.empty()) open_page(options_.page);
  if (!options_.socket.empty()) open_socket(options_.socket);
}

LocalServer::~LocalServer() {
  watching_.reset();
  if (socket_) ::unlink(options_.socket.c_str());
}

void LocalServer::open_page(const std::string& address) {
  auto opened = net::Listener::open(
      loop_, address,
      [this](UniqueFd socket, const net::PeerAddress&) {
        arrived(std::move(socket), &LocalServer::page_received);
      },
      " agent.page names another address, or turns the page off.");
  if (!opened)
    return log::warning("agent", "there is no page for this machine's users: " + opened.error().message);
  listener_ = *std::move(opened);
  page_address_ = address.substr(0, address.rfind(':')) + ":" + std::to_string(listener_->port());
  log::info("agent", "the page for this machine's users is http://" + page_address_ + "/");
}

void LocalServer::open_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto fail = [&](const std::string& why) {
    log::warning("agent", "there is no socket for this machine's users at " + path + ": " + why);
  };
  if (path.size() >= sizeof address.sun_path) return fail("the path is too long");
  path.copy(address.sun_path, path.size());
  struct stat info {};
  if (::lstat(path.c_str(), &info) == 0 && S_ISSOCK(info.st_mode))
    ::unlink(path.c_str());  // of one that was killed
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket || ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    return fail(errno_error("cannot bind").message);
  // Who may is decided by who it is, not by the file; with 0600 nobody else gets as far. Nobody gets in before it
  // listens, and the umask is also that of the files which other threads make.
  if (::chmod(path.c_str(), ::geteuid() == 0 ? 0666 : 0600) != 0 || ::listen(socket.get(), 16) != 0) {
    fail(errno_error("cannot listen").message);
    ::unlink(path.c_str());
    return;
  }
  socket_ = std::move(socket);
  watching_ = loop_.on_readable(socket_.get(), [this] { accept_command(); });
}

void LocalServer::accept_command() {
  UniqueFd socket(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!socket) return;
  ucred who{};
  socklen_t size = sizeof who;
  if (::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0 ||
      !may_command(who.uid, ::geteuid()))
    return;
  arrived(std::move(socket), &LocalServer::command_received);
}

void LocalServer::arrived(UniqueFd socket, void (LocalServer::*received)(Id, ByteView)) {
  if (closing_.size() >= kMostClosing) return;
  if (callers_.size() >= kMostCallers) {
    // Who has been here longest, but for those whose answer is being made: a sign-in waits for PAM.
    const auto idle = std::ranges::find_if(callers_, [](const auto& one) { return !one.second.asked; });
    if (idle == callers_.end()) return;
    callers_.erase(idle);
  }
  const Id id = ++last_;
  Caller& caller = callers_[id];
  caller.fd = socket.get();
  caller.stream = net::stream_over(loop_, std::move(socket));
  caller.deadline = loop_.after(kWithin, [this, id] { callers_.erase(id); });
  caller.stream->start({.data = [this, id, received](ByteView data) { (this->*received)(id, data); },
                        .drained = [] {},
                        .closed = [this, id](std::optional<Error>) { callers_.erase(id); }});
}

void LocalServer::page_received(Id id, ByteView data) {
  Caller& caller = callers_.at(id);
  if (caller.asked) return;
  net::RequestReader& reader = caller.request;
  reader.feed(data);
  if (reader.state() == net::RequestReader::State::refused)
    return say(id, LocalPage::refusal(reader.refusal()));
  if (reader.state() != net::RequestReader::State::whole) return;
  caller.asked = true;
  answer_page(id, reader);
}

void LocalServer::answer_page(Id id, const net::RequestReader& request) {
  const std::string_view text = as_text(request.request());
  const std::string_view target = local_http::target(text);
  if (!settings_ || !LocalSettings::is_for(target)) {
    if (target == "/") page_.lead_to_settings(settings_ && settings_->are_shown());
    return say(id, page_.answer(text, request.head(), page_address_));
  }
  Caller& caller = callers_.at(id);
  caller.deadline = loop_.after(kAnswerWithin, [this, id] { callers_.erase(id); });
  settings_->answer(text, request.head(), page_address_, net::owner_of_peer(caller.fd),
                    [this, id, alive = std::weak_ptr(alive_)](const std::string& answer) {
                      if (!alive.expired() && callers_.contains(id)) say(id, answer);
                    });
}

void LocalServer::command_received(Id id, ByteView data) {
  std::string& line = callers_.at(id).line;
  line += as_text(data);
  const auto end = line.find('\n');
  if (end == std::string::npos && line.size() <= kLineCap) return;
  say(id, end == std::string::npos || end > kLineCap ? "error This line is too long.\n"
                                                     : obey(line.substr(0, end)));
}

std::string LocalServer::obey(const std::string& line) {
  if (line == "help" || line.starts_with("help ")) {
    agent_.ask_for_help(line.size() > 5 ? line.substr(5) : "");
  } else if (line == "withdraw") {
    agent_.withdraw_help();
  } else if (line != "address") {
    return "error There is no such command.\n";
  }
  const Agent::Status now = agent_.status();
  std::string said = "id " + std::to_string(now.id) + "\n";
  if (!now.alias.empty()) said += "alias " + now.alias + "\n";
  said += "server " + options_.appliance + "\nonline " + (now.online ? "1" : "0") + "\nhelp " +
          std::string(word_of(now.help.state)) + "\nsessions " + std::to_string(now.open) + "\nsettings " +
          (settings_ && settings_->are_shown() ? "1" : "0") + "\n";
  if (!page_address_.empty()) said += "page http://" + page_address_ + "/\n";
  for (const auto& [name, words] :
       {std::pair("tray_text ", &options_.tray_text), std::pair("tray_text_de ", &options_.tray_text_de)})
    if (const std::string line_of_it = as_shown_line(*words, 100); !line_of_it.empty())
      said += name + line_of_it + "\n";
  return said;
}

void LocalServer::say(Id id, std::string_view answer) {
  auto stream = std::move(callers_.at(id).stream);
  stream->write(as_bytes(answer));
  closing_.add(std::move(stream));
  // It is at work further up the stack.
  loop_.post([this, id, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) callers_.erase(id);
  });
}

}  // namespace gatehouse::agent
