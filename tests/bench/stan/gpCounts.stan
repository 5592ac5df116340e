// Counts whose log rate is a Gaussian process, written with standardised values.
data {
  int<lower=1> N;
  real x[N];
  int<lower=0> k[N];
}
parameters {
  real<lower=0> rho;
  real<lower=0> alpha;
  vector[N] z;
}
transformed parameters {
  vector[N] f;
  {
    matrix[N, N] K = cov_exp_quad(x, alpha, rho);
    for (n in 1:N) K[n, n] = K[n, n] + 1e-10;
    f = cholesky_decompose(K) * z;
  }
}
model {
  rho ~ gamma(25, 4);
  alpha ~ normal(0, 2);
  z ~ std_normal();
  k ~ poisson_log(f);
}
