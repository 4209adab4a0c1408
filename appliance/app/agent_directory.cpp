#include "appliance/app/agent_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "appliance/app/portable.h"
#include "appliance/app/service.h"

namespace gatehouse::app {

Result<std::string> agent_directory(const config::Settings& settings, const cli::Arguments& arguments) {
  const bool named = !arguments.sources.ini_path.empty() || !arguments.sources.options.empty() ||
                     !arguments.sources.environment.empty();
  std::vector<std::string> places;
  if (!named) {
    places.push_back(kAgentService.data);
    if (const auto portable = portable_path()) places.push_back(*portable);
  }
  places.push_back(settings.agent_data);
  for (const std::string& place : places) {
    struct stat info {};
    if (::stat(place.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) continue;
    if (::geteuid() != 0 && ::geteuid() != info.st_uid) {
      return Error{place +
                   " is another account's, and who may come in is for that account to say, or for root: sudo "
                   "gatehouse ..."};
    }
    return place;
  }
  return Error{
      "there is no agent on this machine. Is it installed? For one that runs otherwise, name its keys' "
      "directory: --agent.data=DIRECTORY"};
}

}  // namespace gatehouse::app
