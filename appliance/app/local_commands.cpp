#include "appliance/app/local_commands.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

#include "appliance/app/commands.h"
#include "appliance/app/enrolling.h"
#include "appliance/app/portable.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::app {
namespace {

constexpr timeval kWithin = {.tv_sec = 5, .tv_usec = 0};
constexpr std::size_t kAnswerCap = 4096;

// Those that may be there: the one that is named; else the machine's, this account's portable one, and one started in
// this directory.
struct Place {
  std::string path;
  bool named = false;
};
std::vector<Place> sockets(const config::Settings& settings, const cli::Arguments& arguments) {
  const bool named = !arguments.sources.ini_path.empty() || !arguments.sources.options.empty() ||
                     !arguments.sources.environment.empty();
  if (named) return {{agent_socket(settings), true}};
  std::vector<Place> places = {{kInstalledSocket}};
  if (const auto portable = portable_path()) places.push_back({*portable + "/socket"});
  places.push_back({agent_socket(settings)});
  return places;
}

// Anybody can leave a socket in a directory of theirs, for whoever starts the command there.
bool is_trusted(int socket) {
  ucred listener{};
  socklen_t size = sizeof listener;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &listener, &size) == 0 &&
         (listener.uid == 0 || listener.uid == ::geteuid());
}

UniqueFd connect_to(const Place& place) {
  const std::string& path = place.path;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return UniqueFd();
  path.copy(address.sun_path, path.size());
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket || ::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      (!place.named && !is_trusted(socket.get())))
    return UniqueFd();
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &kWithin, sizeof kWithin);
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &kWithin, sizeof kWithin);
  return socket;
}

Result<AgentAnswer> ask(const std::vector<Place>& places, const std::string& line) {
  UniqueFd socket;
  for (const Place& place : places) {
    if (!socket) socket = connect_to(place);
  }
  if (!socket) {
    return Error{
        "no agent runs on this machine that you may ask. Is it installed (systemctl status gatehouse-agent)? "
        "For one that runs otherwise, name its keys' directory: --agent.data=DIRECTORY"};
  }
  const std::string sent = line + "\n";
  std::string said;
  if (::send(socket.get(), sent.data(), sent.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(sent.size())) {
    char piece[1024];
    for (ssize_t got = 0;
         said.size() < kAnswerCap && (got = ::recv(socket.get(), piece, sizeof piece, 0)) > 0;)
      said.append(piece, static_cast<std::size_t>(got));
  }
  AgentAnswer answer;
  for (const std::string& one : split(said, '\n')) {
    const auto space = one.find(' ');
    if (space != std::string::npos && is_plain_text(one))
      answer[one.substr(0, space)] = one.substr(space + 1);
  }
  if (answer.contains("error")) return Error{answer["error"]};
  if (!answer.contains("id"))
    return Error{"the agent gave no answer; it answers the machine's people and root"};
  return answer;
}

void say_where(AgentAnswer& answer) {
  std::printf("%s %s\n", answer["online"] == "1" ? "Connected to" : "Not connected to",
              answer["server"].c_str());
}

int run_address(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("address", arguments);
  if (!settings) return 2;
  auto answer = ask_agent(*settings, arguments, "address");
  if (!answer) return cli::fail("address", answer.error().message);
  AgentAnswer& said = *answer;
  std::printf("ID     %s\n", said["id"] == "0" ? "not known yet" : grouped(said["id"]).c_str());
  if (said.contains("alias")) std::printf("Alias  %s\n", said["alias"].c_str());
  if (said.contains("page")) std::printf("Page   %s\n", said["page"].c_str());
  say_where(said);
  return 0;
}

int run_request_help(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("request-help", arguments);
  if (!settings) return 2;
  const std::string words(trimmed(arguments.value("words")));
  if (!is_plain_text(words) || words.size() > wire::kHelpWordsCap) {
    cli::fail("request-help", "--words takes one line of at most 200 bytes");
    return 2;
  }
  const bool withdraws = arguments.has("withdraw");
  auto answer = ask_agent(*settings, arguments,
                          withdraws       ? "withdraw"
                          : words.empty() ? "help"
                                          : "help " + words);
  if (!answer) return cli::fail("request-help", answer.error().message);
  AgentAnswer& said = *answer;
  if (withdraws) {
    std::printf("Your request for help is withdrawn.\n");
  } else if (said["online"] == "1") {
    std::printf("Help is requested at %s, for the machine %s.\n", said["server"].c_str(),
                grouped(said["id"]).c_str());
  } else {
    std::printf("This machine is not connected to %s right now. Help is requested as soon as it is.\n",
                said["server"].c_str());
  }
  return 0;
}

}  // namespace

std::string agent_socket(const config::Settings& settings) {
  return settings.agent_socket.empty() ? settings.agent_data + "/socket" : settings.agent_socket;
}

Result<AgentAnswer> ask_agent(const config::Settings& settings, const cli::Arguments& arguments,
                              const std::string& line) {
  return ask(sockets(settings, arguments), line);
}

const cli::Command& address_command() {
  static const cli::Command command = {"address", "", "tell this machine's ID and alias", {}, run_address, 0,
                                       {},        {}};
  return command;
}

const cli::Command& request_help_command() {
  static const cli::Command command = {"request-help",
                                       "[--words TEXT | --withdraw]",
                                       "ask the support staff to look at this machine",
                                       {"withdraw"},
                                       run_request_help,
                                       0,
                                       {"words"},
                                       R"(
They see it at once in the portal, with this machine's address and the words. Not connected, the agent keeps the request
until it is. --withdraw takes it back. The agent's page does the same with a button (agent.page).
)"};
  return command;
}

}  // namespace gatehouse::app
