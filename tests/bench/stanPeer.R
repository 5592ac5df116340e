# Samples a Stan program. Lines come in on standard input: first a problem as JSON, which is answered by the versions when the
# program is compiled, then a seed for each run, which is answered by the seconds and the draws of all chains.
suppressMessages(library(rstan))
library(jsonlite)

# Debian keeps the headers of Boost where those of the system are.
if (!file.exists(rstan_options("boost_lib"))) rstan_options(boost_lib = "/usr/include")
# Some functions announce that an argument is unused: only answers may go out on standard output.
answer <- function(value) {
  cat(toJSON(value, auto_unbox = TRUE, digits = NA), "\n", sep = "")
  flush(stdout())
}

input <- file("stdin", open = "r")
problem <- fromJSON(readLines(input, n = 1))

# Compiling takes a minute: a program is kept under a name that says what it is and for which version.
kept <- file.path(problem$folder, paste0(sub("[.]stan$", "", basename(problem$program)), ".rds"))
text <- paste(c(readLines(problem$program), rstan::stan_version()), collapse = "\n")
model <- if (file.exists(kept)) readRDS(kept) else NULL
if (is.null(model) || !identical(model$text, text)) {
  dir.create(problem$folder, showWarnings = FALSE, recursive = TRUE)
  model <- list(text = text, program = stan_model(problem$program, save_dso = TRUE))
  saveRDS(model, kept)
}
answer(list(
  rstan = as.character(packageVersion("rstan")), stan = rstan::stan_version(), R = as.character(getRversion())
))

while (length(line <- readLines(input, n = 1)) > 0) {
  fit <- suppressWarnings(sampling(
    model$program,
    data = problem$data, pars = problem$values, seed = as.integer(line),
    chains = problem$chains, warmup = problem$warmUp, iter = problem$warmUp + problem$draws / problem$chains,
    cores = 1, refresh = 0, init_r = problem$radius, control = list(metric = problem$metric)
  ))
  draws <- extract(fit, pars = problem$values, permuted = FALSE, inc_warmup = FALSE)
  seconds <- colSums(get_elapsed_time(fit))
  steps <- get_sampler_params(fit, inc_warmup = FALSE)
  answer(list(
    warmUp = unname(seconds["warmup"]), sampling = unname(seconds["sample"]),
    leapfrogs = sum(sapply(steps, function(chain) sum(chain[, "n_leapfrog__"]))),
    draws = as.vector(aperm(draws, c(3, 1, 2)))
  ))
}
