#include "appliance/base/spawn.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "appliance/base/unique_fd.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::spawn_test {

struct Outcome {
  std::string said;
  int status = -1;
};

// What a shell prints that runs `script`.
Outcome run(const std::string& script, SpawnOptions options = {}) {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  const UniqueFd read(ends[0]);
  UniqueFd write(ends[1]);
  if (options.program.empty()) options.program = "/bin/sh";
  options.words = {"a-name-of-ours", "-c", script};
  options.output = write.get();
  const Result<pid_t> pid = spawn(options);
  REQUIRE(pid);
  write.reset();
  Outcome outcome;
  char chunk[512];
  for (ssize_t got = 0; (got = ::read(read.get(), chunk, sizeof chunk)) > 0;)
    outcome.said.append(chunk, static_cast<std::size_t>(got));
  REQUIRE(::waitpid(*pid, &outcome.status, 0) == *pid);
  return outcome;
}

TEST_CASE("a program gets its name, its environment and its directory, and nothing else of ours", "[base]") {
  const UniqueFd ours(::open("/", O_PATH));  // without close-on-exec
  SpawnOptions options;
  options.environment = {"GREETING=a text that is too long to be kept inside a string object"};
  options.directory = "/usr";
  CHECK(run("echo $0; echo $GREETING; pwd", options).said ==
        "a-name-of-ours\na text that is too long to be kept inside a string object\n/usr\n");
  CHECK(run("test -e /proc/$$/fd/" + std::to_string(ours.get()) + " || echo closed").said == "closed\n");
  CHECK(run("readlink /proc/$$/fd/0 /proc/$$/fd/2").said == "/dev/null\n/dev/null\n");
  CHECK(run("ulimit -c").said == "0\n");
}

TEST_CASE("a program gets the descriptor meant for it", "[base]") {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/file";
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  SpawnOptions options;
  options.passed = file.get();
  CHECK(run("readlink /proc/$$/fd/3", options).said == path + "\n");
}

TEST_CASE("a program gets its descriptors whatever numbers they have with us", "[base]") {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/file";
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  const UniqueFd saved_input(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  const UniqueFd saved_output(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
  SpawnOptions options;
  options.program = "/bin/sh";
  int status = -1;
  const auto run_with = [&](const std::string& script) {
    options.words = {"sh", "-c", script};
    const Result<pid_t> pid = spawn(options);
    ::dup2(saved_input.get(), STDIN_FILENO);
    ::dup2(saved_output.get(), STDOUT_FILENO);
    REQUIRE(pid);
    REQUIRE(::waitpid(*pid, &status, 0) == *pid);
  };
  SECTION("ours has no standard input") {
    ::close(STDIN_FILENO);
    run_with("test $(readlink /proc/$$/fd/0) = /dev/null");
  }
  SECTION("what is passed is our standard input") {
    ::dup2(file.get(), STDIN_FILENO);
    options.passed = STDIN_FILENO;
    run_with("test $(readlink /proc/$$/fd/0)$(readlink /proc/$$/fd/3) = /dev/null" + path);
  }
  SECTION("errors go to our standard output, and output elsewhere") {
    ::dup2(file.get(), STDOUT_FILENO);
    options.error = STDOUT_FILENO;
    run_with("test $(readlink /proc/$$/fd/1)$(readlink /proc/$$/fd/2) = /dev/null" + path);
  }
  CHECK(status == 0);
}

TEST_CASE("a program leads a session of its own, with signals as they usually are and no way to privileges",
          "[base]") {
  CHECK(run("test $(ps -o sid= -p $$) = $$ && echo leads").said == "leads\n");
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  sigset_t blocked, was;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &was);
  CHECK(run("exec grep -E 'SigBlk|SigIgn' /proc/self/status").said ==
        "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  ::pthread_sigmask(SIG_SETMASK, &was, nullptr);
  ::signal(SIGPIPE, before);
  CHECK(run("grep NoNewPrivs /proc/$$/status").said == "NoNewPrivs:\t1\n");
}

TEST_CASE("root's programs become another account with nothing of root's", "[base]") {
  if (::geteuid() != 0) {
    WARN("skipped: not root");
    return;
  }
  SpawnOptions options;
  options.account = find_account(std::string("nobody"));
  REQUIRE(options.account);
  CHECK(run("id -u; id -G; grep CapPrm /proc/$$/status", options).said ==
        "65534\n65534\nCapPrm:\t0000000000000000\n");
}

TEST_CASE("a program that can't be started says so by its status", "[base]") {
  SpawnOptions options;
  options.program = "/nonexistent/program";
  const Outcome missing = run("", options);
  CHECK(WEXITSTATUS(missing.status) == kNotStarted);
  CHECK(exit_words(missing.status) == "its program could not be started");
  CHECK(exit_words(run("exit 4").status) == "exited with status 4");
  CHECK(exit_words(run("kill -9 $$").status) == "killed by signal 9");
  options.program = "/bin/sh";
  options.directory = "/nonexistent";
  CHECK(WEXITSTATUS(run("", options).status) == kNotPrepared);
}

TEST_CASE("accounts are found by name and number", "[base]") {
  CHECK(find_account(std::string("root"))->uid == 0);
  CHECK(find_account(uid_t{0})->name == "root");
  CHECK_FALSE(find_account(std::string("no-such-account")));
}

}  // namespace gatehouse::spawn_test
