// A linear model with normal noise: flat or normal coefficients, and a flat, half-Cauchy or half-normal scale.
data {
  int<lower=1> N;
  int<lower=1> D;
  matrix[N, D] X;
  vector[N] y;
  real<lower=0> coefficientSd; // 0: flat
  int<lower=0, upper=2> scalePrior; // flat, half-Cauchy, half-normal
  real<lower=0> scaleWidth;
}
parameters {
  vector[D] beta;
  real<lower=0> sigma;
}
model {
  target += normal_id_glm_lpdf(y | X, 0, beta, sigma);
  if (coefficientSd > 0) beta ~ normal(0, coefficientSd);
  if (scalePrior == 1) sigma ~ cauchy(0, scaleWidth);
  if (scalePrior == 2) sigma ~ normal(0, scaleWidth);
}
