// Starting another program: the one place with fork and exec.
#pragma once
#include <signal.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"

namespace gatehouse {

struct Account {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
};
// Of this machine; nothing when there is none of that name.
std::optional<Account> find_account(const std::string& name);
std::optional<Account> find_account(uid_t uid);

// The number under which a program finds SpawnOptions::passed.
inline constexpr int kPassedFd = 3;

// What a program that could not become what it should exits with.
inline constexpr int kNotPrepared = 126;  // account, directory or descriptors
inline constexpr int kNotStarted = 127;   // there is no such program

struct SpawnOptions {
  std::string program;                                  // its path
  std::vector<std::string> words;                       // argv; the first is its name in lists of processes
  std::optional<std::vector<std::string>> environment;  // all of it; without: ours
  std::string directory;                                // to start in; empty: ours
  std::optional<Account> account;                       // to become, without other groups; needs root
  // Any descriptors of ours, standard ones too; one may serve twice.
  int output = -1, error = -1;  // standard output and error; -1: nowhere
  int terminal = -1;  // instead of those two: its controlling terminal, and its standard input besides
  int passed = -1;    // stays open, as kPassedFd
  int death_signal = SIGTERM;   // sent to it when the calling thread ends; 0: none
  bool new_privileges = false;  // it keeps a way to them (sudo): for what an administrator starts
};

// Where $PATH has a program of that name, or the name itself where it is a path; empty: nowhere.
std::string find_program(const std::string& name);

// Starts it with nothing open but that, in a session of its own, with default signals, without capabilities
// handed down and, unless told otherwise, without a way to new privileges. Returns at once: whether it could be
// started is told by its exit status. The caller waits for it.
Result<pid_t> spawn(const SpawnOptions& options);

// This program again, with the same words, in this very process: so it goes on for who watches it, a service manager or a person
// at a terminal. A newer program that was put in its place meanwhile is the one that starts. Returns only when that fails.
Error exec_again();

// How a program ended whose wait status (waitpid(2)) is `status`: "killed by signal 9", for the log.
std::string exit_words(int status);

}  // namespace gatehouse
